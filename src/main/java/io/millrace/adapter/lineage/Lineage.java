package io.millrace.adapter.lineage;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.lineage.Job;
import io.millrace.lineage.RunEvents;
import io.millrace.lineage.RunModel;
import io.millrace.lineage.delivery.Delivery;
import io.millrace.lineage.delivery.Destination;
import io.millrace.lineage.delivery.EndOfRun;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

/** Tells a lineage back-end of jobs and their runs, as the settings say. */
public final class Lineage {
    private final RunEvents events;
    private final Destination destination;
    private final Delivery delivery;

    private Lineage(RunEvents events, Destination destination) {
        this.events = events;
        this.destination = destination;
        this.delivery = new Delivery(destination);
    }

    /**
     * Lineage as the settings want it; empty where they want none.
     *
     * @param producer the properties of Kafka's producers
     * @throws DefinitionException where events should go to a place that is none
     */
    public static Optional<Lineage> of(Settings settings, Properties producer) {
        String to = settings.text(Setting.LINEAGE_TO);
        if (to.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> kafka = new TreeMap<>();
        if (to.startsWith(Destination.KAFKA)) {
            producer.forEach((key, value) -> kafka.put(key.toString(), value.toString()));
        }
        Destination destination = new Destination(
                checked(to), authorization(settings), kafka, settings.duration(Setting.LINEAGE_TIMEOUT));
        return Optional.of(new Lineage(new RunEvents(settings.text(Setting.LINEAGE_NAMESPACE)), destination));
    }

    /** Relative paths mean the place where the job is submitted. */
    private static String checked(String to) {
        if (to.startsWith(Destination.FILE) && to.length() > Destination.FILE.length()) {
            String path = to.substring(Destination.FILE.length()).replaceFirst("^//(?=/)", "");
            return Destination.FILE + Path.of(path).toAbsolutePath().normalize();
        }
        if (to.startsWith(Destination.KAFKA) && to.length() > Destination.KAFKA.length()) {
            return to;
        }
        if (isAddress(to)) {
            return to;
        }
        throw new DefinitionException(
                Setting.LINEAGE_TO.key(),
                "is no place that events can go to; write file:/var/log/lineage.json, http://host:5000/api/v1/lineage (or https) or kafka:TOPIC, with credentials for HTTP in "
                        + Setting.LINEAGE_TOKEN.key() + " or " + Setting.LINEAGE_USER_INFO.key());
    }

    private static boolean isAddress(String to) {
        try {
            URI uri = new URI(to);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return isHttp && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String authorization(Settings settings) {
        String token = settings.text(Setting.LINEAGE_TOKEN);
        String user = settings.text(Setting.LINEAGE_USER_INFO);
        if (!token.isEmpty()) {
            return "Bearer " + token;
        }
        return user.isEmpty()
                ? ""
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells what a job is, without a run of it; gives whether that was delivered. */
    public boolean describe(Job job) {
        return delivery.send(key(job), events.job(Instant.now(), job));
    }

    /** Tells that a run begins. */
    public void start(UUID run, Job job, Optional<RunModel> model) {
        delivery.send(key(job), events.start(run, Instant.now(), job, model));
    }

    /** Tells that a run was done, and of its job what is known only now. */
    public void complete(UUID run, Job job, Optional<RunModel> model) {
        delivery.send(key(job), events.complete(run, Instant.now(), job, model));
    }

    /** Tells that a run failed, by the kind of failure alone: messages may hold contents of records. */
    public void fail(UUID run, Job job, Throwable failure) {
        delivery.send(
                key(job),
                events.failed(run, Instant.now(), job, failure.getClass().getName()));
    }

    /** What tells how a run ended, where that is known: in Flink's JobManager. */
    public EndOfRun endOf(UUID run, Job job) {
        return new EndOfRun(
                destination,
                key(job),
                events.end(run, job, Optional.empty()),
                events.end(run, job, Optional.of(RunEvents.CAUSE)),
                new EndOfRun.Places(RunEvents.STATE, RunEvents.TIME, RunEvents.CAUSE));
    }

    private String key(Job job) {
        return events.namespace() + "/" + job.name();
    }

    /** Where events go. */
    public String place() {
        return destination.toString();
    }
}
