package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.util.FlinkUserCodeClassLoader;
import org.apache.flink.util.FlinkUserCodeClassLoaders;
import org.junit.jupiter.api.Test;

class LoadedOnceTest {
    private static final String MESSAGE_END =
            "; it must be loaded once for each process: put the onnxruntime jar and the"
                    + " millrace lib jar into Flink's lib/ directory, take both out of the job jar, and restart the cluster";

    @Test
    void worksInTheApplicationsClassLoader() {
        assertThatCode(() -> LoadedOnce.check(OnnxModel.class.getClassLoader())).doesNotThrowAnyException();
        assertThatCode(() -> LoadedOnce.check(null)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhenFlinkLoadedItFromTheJobJar() throws Exception {
        URL[] jar = {OnnxModel.class.getProtectionDomain().getCodeSource().getLocation()};
        ClassLoader parent = getClass().getClassLoader();
        try (URLClassLoader loader = FlinkUserCodeClassLoaders.childFirst(
                jar,
                parent,
                CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS.defaultValue().toArray(new String[0]),
                FlinkUserCodeClassLoader.NOOP_EXCEPTION_HANDLER,
                false)) {
            Class<?> fromJobJar = Class.forName("io.millrace.onnx.OnnxModel", false, loader);
            assertThat(fromJobJar).isNotSameAs(OnnxModel.class);

            Throwable thrown = catchThrowable(() ->
                    fromJobJar.getMethod("open", byte[].class, String.class).invoke(null, new byte[0], ""));

            assertThat(thrown).isInstanceOf(InvocationTargetException.class);
            assertThat(thrown.getCause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "ONNX Runtime was loaded from the job jar, by org.apache.flink.util.ChildFirstClassLoader"
                                    + MESSAGE_END);
        }
    }

    @Test
    void refusesBehindFlinksSafetyNet() throws Exception {
        try (URLClassLoader loader = FlinkUserCodeClassLoaders.parentFirst(
                new URL[0], getClass().getClassLoader(), FlinkUserCodeClassLoader.NOOP_EXCEPTION_HANDLER, true)) {
            assertThat(catchThrowable(() -> LoadedOnce.check(loader)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("SafetyNetWrapperClassLoader")
                    .hasMessageEndingWith(MESSAGE_END);
        }
    }

    @Test
    void refusesInALoaderBelowFlinks() throws Exception {
        try (URLClassLoader loader = FlinkUserCodeClassLoaders.parentFirst(
                        new URL[0],
                        getClass().getClassLoader(),
                        FlinkUserCodeClassLoader.NOOP_EXCEPTION_HANDLER,
                        false);
                URLClassLoader below = new URLClassLoader(new URL[0], loader)) {
            assertThat(catchThrowable(() -> LoadedOnce.check(below)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ParentFirstClassLoader");
        }
    }
}
