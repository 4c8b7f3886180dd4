"""Exports a small image model to ONNX as its users would, and keeps what PyTorch itself computes of images.

Writes conv.onnx and conv.json into src/test/resources/images. The JSON holds images as numbers from 0 to 255, [channel][row][column], the mean and
deviation that they were normalised with, and for each the embedding by PyTorch, never ONNX Runtime's. The model is not trained; it is small on purpose.

Python 3.11 with
  numpy==2.4.6 onnx==1.19.1 torch==2.15.0 onnxscript==0.7.2 protobuf==5.29.6
Run: python src/test/python/export_image_models.py
"""

import json
import pathlib

import numpy as np
import onnx
import torch

OUT = pathlib.Path(__file__).parent.parent / "resources" / "images"
SIDE = 8
IMAGES = 5
MEAN = [0.485, 0.456, 0.406]
DEVIATION = [0.229, 0.224, 0.225]


class Conv(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Conv2d(3, 4, 3, padding=1),
            torch.nn.BatchNorm2d(4),
            torch.nn.ReLU(),
            torch.nn.Conv2d(4, 8, 3, stride=2, padding=1),
            torch.nn.ReLU(),
            torch.nn.AdaptiveAvgPool2d(1),
            torch.nn.Flatten(),
            torch.nn.Linear(8, 6),
        )

    def forward(self, pixels):
        return self.layers(pixels)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    model = Conv()
    model.eval()
    images = np.random.default_rng(7).integers(0, 256, (IMAGES, 3, SIDE, SIDE))
    channels = (1, 3, 1, 1)
    pixels = (torch.from_numpy(images) / 255.0 - torch.tensor(MEAN).reshape(channels)) / torch.tensor(DEVIATION).reshape(channels)
    path = OUT / "conv.onnx"
    torch.onnx.export(
        model,
        (pixels,),
        str(path),
        input_names=["pixels"],
        output_names=["embedding"],
        dynamic_shapes=[{0: torch.export.Dim("images")}],
        opset_version=18,
        dynamo=True,
        external_data=False,
    )
    lean = onnx.load(path)
    for node in lean.graph.node:
        del node.metadata_props[:]
    for value in list(lean.graph.value_info) + list(lean.graph.initializer):
        del value.metadata_props[:]
    onnx.save(lean, path)
    with torch.no_grad():
        embeddings = model(pixels)
    kept = {"mean": MEAN, "deviation": DEVIATION, "images": images.tolist(), "embeddings": embeddings.tolist()}
    (OUT / "conv.json").write_text(json.dumps(kept) + "\n")


if __name__ == "__main__":
    main()
