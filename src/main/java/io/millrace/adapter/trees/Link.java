package io.millrace.adapter.trees;

/**
 * What makes a score of a margin. The two logistic functions are the two of ONNX Runtime, operation by operation, since
 * they differ from each other and from the correctly rounded one in their last bits.
 */
enum Link {
    IDENTITY {
        @Override
        float apply(float margin) {
            return margin;
        }
    },
    /** The operator Sigmoid: a quotient of polynomials, as Eigen and MLAS compute it where the processor has FMA. */
    SIGMOID {
        @Override
        float apply(float margin) {
            float x = margin < -18f ? -18f : margin > 18f ? 18f : margin;
            float square = x * x;
            float p = Math.fma(square, 4.37031e-11f, 1.1562732e-7f);
            p = Math.fma(p, square, 6.085749e-5f);
            p = Math.fma(p, square, 0.008513771f);
            p = Math.fma(p, square, 0.24828795f);
            float q = Math.fma(square, 6.1024737e-13f, 5.7610214e-9f);
            q = Math.fma(q, square, 6.291068e-6f);
            q = Math.fma(q, square, 0.0017019882f);
            q = Math.fma(q, square, 0.11681765f);
            q = Math.fma(q, square, 0.9931519f);
            float score = p * x / q + 0.5f;
            return score < 0f ? 0f : score;
        }
    },
    /** The post transform LOGISTIC of tree ensembles: by the C library's {@code expf}. */
    LOGISTIC {
        @Override
        float apply(float margin) {
            float half = 1f / (1f + Expf.of(-Math.abs(margin)));
            return margin < 0f ? 1f - half : half;
        }
    };

    abstract float apply(float margin);
}
