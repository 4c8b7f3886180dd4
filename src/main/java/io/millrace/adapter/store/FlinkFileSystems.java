package io.millrace.adapter.store;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/** Flink's file systems in a process that is none of Flink's own, such as the command line: those of the cluster are there before a job is. */
public final class FlinkFileSystems {
    private FlinkFileSystems() {}

    /** Loads plugins and their settings from where Flink's own client does: the directories that {@code FLINK_PLUGINS_DIR} and {@code FLINK_CONF_DIR} name. */
    public static void load() {
        Configuration configuration = GlobalConfiguration.loadConfiguration();
        FileSystem.initialize(configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    }
}
