package io.millrace.adapter.sql;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * The provider {@code onnx} of Flink SQL's models: one model of an artefact store, by its digest. Flink finds it by its service file.
 *
 * <p>The model is loaded once when a query is planned, so that what can't be used is told then: a {@link ValidationException} with every reason.
 */
public final class OnnxProviderFactory implements ModelProviderFactory {
    static final String IDENTIFIER = "onnx";

    static final ConfigOption<String> STORE = ConfigOptions.key("store")
            .stringType()
            .noDefaultValue()
            .withDescription("directory or URI of the model store, as the setting models.store");
    static final ConfigOption<String> PIPELINE = ConfigOptions.key("pipeline")
            .stringType()
            .noDefaultValue()
            .withDescription("the pipeline that the model is kept under");
    static final ConfigOption<String> DIGEST = ConfigOptions.key("digest")
            .stringType()
            .noDefaultValue()
            .withDescription("the model's SHA-256 in lower-case hex, as millrace models list tells it");
    static final ConfigOption<Duration> TIMEOUT = ConfigOptions.key("timeout")
            .durationType()
            .defaultValue(Duration.ofSeconds(10))
            .withDescription("how long a call of the model may take");

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(STORE, PIPELINE, DIGEST);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(TIMEOUT);
    }

    @Override
    public ModelProvider createModelProvider(Context context) {
        FactoryUtil.ModelProviderFactoryHelper helper = FactoryUtil.createModelProviderFactoryHelper(this, context);
        helper.validate();
        String name = context.getObjectIdentifier().asSummaryString();
        try {
            StoredModel model = stored(helper.getOptions());
            return new OnnxProvider(ModelColumns.bind(name, model, context.getCatalogModel()));
        } catch (DefinitionException | IllegalStateException e) {
            throw new ValidationException("Model " + name + " can't be used:\n" + e.getMessage(), e);
        } catch (IOException e) {
            throw new ValidationException("Model " + name + " can't be read from its store: " + e.getMessage(), e);
        }
    }

    private static StoredModel stored(ReadableConfig options) {
        String digest = options.get(DIGEST);
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new DefinitionException(
                    DIGEST.key(),
                    "found \"" + digest
                            + "\", expected a SHA-256: 64 hex digits in lower case; millrace models list tells the digests of"
                            + " a store's models");
        }
        if (options.get(TIMEOUT).toMillis() <= 0) {
            throw new DefinitionException(
                    TIMEOUT.key(),
                    "found " + options.get(TIMEOUT) + ", expected more than 0; write for example '10 s'");
        }
        return new StoredModel(options.get(STORE), options.get(PIPELINE), digest, options.get(TIMEOUT));
    }
}
