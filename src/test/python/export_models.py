"""Trains small models with several frameworks, exports them to ONNX as their users would, and keeps what each framework itself computes.

Writes NAME.onnx and NAME.json into src/test/resources/models. The JSON holds inputs by name, and outputs by name with the framework's own results,
never ONNX Runtime's. Files are small on purpose; nothing here is a good model.

Python 3.11 with
  numpy==2.4.6 pandas==3.1.1 onnx==1.19.1 scikit-learn==1.9.1 skl2onnx==1.20.0 onnxmltools==1.16.0
  xgboost-cpu==3.2.0 lightgbm==4.7.0 catboost==1.2.10 torch==2.15.0 onnxscript==0.7.2 protobuf==5.29.6
Run: python src/test/python/export_models.py
"""

import json
import pathlib

import catboost
import lightgbm
import numpy as np
import onnx
import onnxmltools
import pandas as pd
import torch
import xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloatTensorType
from skl2onnx import to_onnx
from skl2onnx.common.data_types import BooleanTensorType, DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

OUT = pathlib.Path(__file__).parent.parent / "resources" / "models"
OPSET = {"": 17, "ai.onnx.ml": 3}
WIDTH = 4
ROWS = 40

random = np.random.default_rng(7)
X = random.normal(size=(500, WIDTH)).astype(np.float32)
Y = (X[:, 0] + X[:, 1] * X[:, 2] + random.normal(scale=0.5, size=500) > 0).astype(np.int64)
Y3 = np.digitize(X[:, 0] - X[:, 3], [-0.5, 0.5])
PROBES = X[:ROWS]
HOLES = PROBES.copy()
HOLES[::5, 1] = np.nan


def listed(values):
    return np.asarray(values).tolist()


def keep(name, model, inputs, outputs):
    path = OUT / f"{name}.onnx"
    if model is not None:
        path.write_bytes(model if isinstance(model, bytes) else model.SerializeToString())
    columns = {
        column: [[None if isinstance(v, float) and np.isnan(v) else v for v in row] for row in listed(np.asarray(values).reshape(ROWS, -1))]
        for column, values in inputs.items()
    }
    expected = {output: listed(np.asarray(values).reshape(ROWS, -1)) for output, values in outputs.items()}
    (OUT / f"{name}.json").write_text(json.dumps({"inputs": columns, "outputs": expected}) + "\n")


def vector(kind=FloatTensorType):
    return [("vector", kind([None, WIDTH]))]


def classifier(name, model, probes=PROBES, y=Y, zipmap=False):
    model.fit(X, y)
    exported = to_onnx(model, initial_types=vector(), options={"zipmap": zipmap}, target_opset=OPSET)
    keep(name, exported, {"vector": probes}, {"probabilities": model.predict_proba(probes.astype(np.float64))})


def scikit_learn():
    classifier("sklearn-logistic", LogisticRegression())
    classifier("sklearn-logistic-zipmap", LogisticRegression(), zipmap=True)
    classifier("sklearn-logistic-three", LogisticRegression(), y=np.array(["high", "low", "middle"])[Y3])
    classifier("sklearn-forest", RandomForestClassifier(n_estimators=10, max_depth=4, random_state=1))
    classifier("sklearn-histogram-boosting", HistGradientBoostingClassifier(max_iter=10, max_leaf_nodes=8, random_state=1), HOLES)
    linear = LinearRegression().fit(X.astype(np.float64), X @ [0.5, -1.0, 2.0, 0.1])
    doubles = PROBES.astype(np.float64) + 1e-9
    keep("sklearn-linear-double", to_onnx(linear, initial_types=vector(DoubleTensorType), target_opset=OPSET), {"vector": doubles}, {"variable": linear.predict(doubles)})
    targets = LinearRegression().fit(X, X @ random.normal(size=(WIDTH, 3)))
    keep("sklearn-linear-targets", to_onnx(targets, initial_types=vector(), target_opset=OPSET), {"vector": PROBES}, {"variable": targets.predict(PROBES.astype(np.float64))})


def scikit_learn_columns():
    rows = pd.DataFrame(
        {
            "transaction.amount": X[:, 0],
            "card.count_1d": random.integers(0, 50, 500),
            "transaction.night": X[:, 1] > 0,
            "country": np.array(["NL", "DE", "FR"])[random.integers(0, 3, 500)],
        }
    )
    numbers = ["transaction.amount", "card.count_1d"]
    types = [("transaction.amount", FloatTensorType([None, 1])), ("card.count_1d", Int64TensorType([None, 1]))]
    scaled = ("scale", StandardScaler(), numbers)
    for name, other, kind in [
        ("sklearn-pipeline-string", ("one-hot", OneHotEncoder(sparse_output=False), ["country"]), ("country", StringTensorType([None, 1]))),
        ("sklearn-pipeline-columns", ("night", "passthrough", ["transaction.night"]), ("transaction.night", BooleanTensorType([None, 1]))),
    ]:
        columns = numbers + other[2]
        model = make_pipeline(ColumnTransformer([scaled, other]), LogisticRegression()).fit(rows[columns], Y)
        probes = rows[columns].head(ROWS)
        keep(
            name,
            to_onnx(model, initial_types=types + [kind], options={"zipmap": False}, target_opset=OPSET),
            {column: probes[column].to_numpy() for column in columns},
            {"probabilities": model.predict_proba(probes)},
        )


def boosting():
    xgb = xgboost.XGBClassifier(n_estimators=10, max_depth=3, random_state=1).fit(X, Y)
    exported = onnxmltools.convert_xgboost(xgb, initial_types=[("vector", ToolsFloatTensorType([None, WIDTH]))], target_opset=15)
    keep("xgboost", exported, {"vector": HOLES}, {"probabilities": xgb.predict_proba(HOLES)})
    lgbm = lightgbm.LGBMClassifier(n_estimators=10, num_leaves=8, random_state=1, verbose=-1).fit(X, Y)
    exported = onnxmltools.convert_lightgbm(lgbm, initial_types=[("vector", ToolsFloatTensorType([None, WIDTH]))], zipmap=False, target_opset=15)
    keep("lightgbm", exported, {"vector": HOLES}, {"probabilities": lgbm.predict_proba(HOLES)})
    cat = catboost.CatBoostClassifier(iterations=10, depth=3, random_seed=1, verbose=False, allow_writing_files=False).fit(X, Y)
    cat.save_model(str(OUT / "catboost-classifier.onnx"), format="onnx")
    keep("catboost-classifier", None, {"features": PROBES}, {"probabilities": cat.predict_proba(PROBES)})
    regressor = catboost.CatBoostRegressor(iterations=10, depth=3, random_seed=1, verbose=False, allow_writing_files=False).fit(X, X[:, 0] * 3)
    regressor.save_model(str(OUT / "catboost-regressor.onnx"), format="onnx")
    keep("catboost-regressor", None, {"features": PROBES}, {"predictions": regressor.predict(PROBES)})


class Mlp(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(WIDTH, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1), torch.nn.Sigmoid())

    def forward(self, vector):
        return self.layers(vector)


class TwoInputs(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.spend = torch.nn.Linear(3, 4)
        self.hours = torch.nn.Embedding(24, 4)

    def forward(self, spend, hour):
        return torch.sigmoid((self.spend(spend) * self.hours(hour)).sum(dim=1))


class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encode = torch.nn.Sequential(torch.nn.Linear(WIDTH, 6), torch.nn.Tanh())
        self.head = torch.nn.Linear(6, 1)

    def forward(self, vector):
        embedding = self.encode(vector)
        return self.head(embedding), embedding


def torch_model(name, model, inputs, outputs):
    model.eval()
    tensors = {column: torch.from_numpy(values) for column, values in inputs.items()}
    path = OUT / f"{name}.onnx"
    torch.onnx.export(
        model,
        tuple(tensors.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_shapes=[{0: torch.export.Dim("rows")} for _ in inputs],
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
        results = model(*tensors.values())
    results = results if isinstance(results, tuple) else (results,)
    keep(name, None, inputs, dict(zip(outputs, [r.numpy() for r in results])))


def pytorch():
    torch.manual_seed(1)
    torch_model("torch-mlp", Mlp(), {"vector": PROBES}, ["score"])
    hours = random.integers(0, 24, ROWS)
    torch_model("torch-two-inputs", TwoInputs(), {"spend": PROBES[:, :3].copy(), "hour": hours}, ["score"])
    torch_model("torch-embedding", Encoder(), {"vector": PROBES}, ["score", "embedding"])


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    scikit_learn()
    scikit_learn_columns()
    boosting()
    pytorch()
