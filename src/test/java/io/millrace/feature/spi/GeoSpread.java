package io.millrace.feature.spi;

/** How far places lie apart: the root mean square of their distances from their centre, in kilometres through the earth. */
public final class GeoSpread implements CustomAggregate {
    @Override
    public String name() {
        return "geo_spread";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Accumulator accumulator(Parameters parameters) {
        double radius = parameters.number("radius_km", 6371);
        if (!(radius > 0)) {
            throw new ParameterException("radius_km", "is " + radius + "; expected a number above 0");
        }
        return new OnSphere(radius);
    }

    /** Sums the three coordinates of places on a sphere of radius 1, in units of 10^-12. */
    private record OnSphere(double radius) implements Accumulator {
        private static final double UNITS = 1e12;

        @Override
        public int inputs() {
            return 2;
        }

        @Override
        public int sums() {
            return 3;
        }

        @Override
        public void contribute(double[] values, long time, long[] contribution) {
            double latitude = StrictMath.toRadians(values[0]);
            double longitude = StrictMath.toRadians(values[1]);
            contribution[0] = Math.round(UNITS * StrictMath.cos(latitude) * StrictMath.cos(longitude));
            contribution[1] = Math.round(UNITS * StrictMath.cos(latitude) * StrictMath.sin(longitude));
            contribution[2] = Math.round(UNITS * StrictMath.sin(latitude));
        }

        @Override
        public void result(long count, long[] sums, long end, double[] values) {
            double x = sums[0] / UNITS / count;
            double y = sums[1] / UNITS / count;
            double z = sums[2] / UNITS / count;
            values[0] = radius * Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
        }
    }
}
