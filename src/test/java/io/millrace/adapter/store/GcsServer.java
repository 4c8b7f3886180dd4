package io.millrace.adapter.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A server in this process that speaks as much of GCS's JSON protocol as Flink's file system for GCS needs: objects in one bucket, whole or in ranges, listed, copied, deleted, uploaded in one request or several, and batches of requests. */
final class GcsServer implements AutoCloseable {
    private static final Pattern OBJECT = Pattern.compile("(?:/download)?/storage/v1/b/[^/]+/o/([^/]+)");
    private static final Pattern COPY = Pattern.compile("/storage/v1/b/[^/]+/o/([^/]+)/rewriteTo/b/[^/]+/o/([^/]+)");
    private static final Pattern LIST = Pattern.compile("/storage/v1/b/[^/]+/o");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Pattern UPLOAD = Pattern.compile("/upload/storage/v1/b/[^/]+/o");
    private static final Pattern PART =
            Pattern.compile("Content-ID: *(\\S+).*?\r?\n([A-Z]+) (\\S+) HTTP/1.1", Pattern.DOTALL);

    private record Upload(String name, StringBuilder come) {}

    private record Kept(String content, long generation) {}

    /** Bodies are Latin-1, so that each byte is a character. */
    private record Request(
            String method, URI uri, Map<String, String> query, Map<String, String> headers, String body) {
        static Request of(String method, URI uri, Map<String, String> headers, String body) {
            Map<String, String> query = new HashMap<>();
            if (uri.getRawQuery() != null) {
                for (String pair : uri.getRawQuery().split("&", -1)) {
                    int equals = pair.indexOf('=');
                    query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
            return new Request(method, uri, query, headers, body);
        }
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    private final ObjectMapper json = new ObjectMapper();
    private final String bucket;
    private final TreeMap<String, Kept> objects = new TreeMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;
    private long generation;

    GcsServer(String bucket) throws IOException {
        this.bucket = bucket;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    synchronized List<String> names() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            InputStream in = exchange.getRequestBody();
            InputStream plain = "gzip".equals(headers.get("Content-Encoding")) ? new GZIPInputStream(in) : in;
            Request request = Request.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    headers,
                    new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1));
            Answer answer = request.uri.getPath().startsWith("/batch") ? batch(request) : answer(request);
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body.getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer batch(Request request) throws IOException {
        StringBuilder parts = new StringBuilder();
        for (Matcher part = PART.matcher(request.body); part.find(); ) {
            Answer answer = answer(Request.of(part.group(2), URI.create(part.group(3)), Map.of(), ""));
            parts.append("--answers\r\nContent-Type: application/http\r\nContent-ID: response-%s\r\n\r\n"
                    .formatted(part.group(1)));
            parts.append("HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s\r\n"
                    .formatted(answer.status, answer.body.length(), answer.body));
        }
        return new Answer(200, Map.of("Content-Type", "multipart/mixed; boundary=answers"), parts + "--answers--\r\n");
    }

    private synchronized Answer answer(Request request) throws IOException {
        String path = request.uri.getRawPath();
        Matcher object = OBJECT.matcher(path);
        Matcher copy = COPY.matcher(path);
        if (UPLOAD.matcher(path).matches()) {
            return upload(request);
        } else if (copy.matches()) {
            Kept from = objects.get(decoded(copy.group(1)));
            if (from == null) {
                return failed(404);
            }
            ObjectNode done = json.createObjectNode().put("done", true);
            done.set("resource", keep(decoded(copy.group(2)), from.content));
            return said(done);
        } else if (object.matches()) {
            return object(request, decoded(object.group(1)));
        } else if (LIST.matcher(path).matches()) {
            return list(request);
        }
        throw new IllegalStateException(request.method + " " + request.uri + " is not known here");
    }

    /** Whether an object is of the generation that a request asks for: 0 where there is none. */
    private boolean isExpected(Request request, String name) {
        Kept kept = objects.get(name);
        long there = kept == null ? 0 : kept.generation;
        return Long.parseLong(request.query.getOrDefault("ifGenerationMatch", Long.toString(there))) == there;
    }

    private Answer object(Request request, String name) throws IOException {
        Kept kept = objects.get(name);
        if (kept == null) {
            return failed(404);
        } else if (!isExpected(request, name)) {
            return failed(412);
        } else if (request.method.equals("DELETE")) {
            objects.remove(name);
            return new Answer(204, Map.of(), "");
        } else if (!"media".equals(request.query.get("alt"))) {
            return said(described(name, kept));
        }
        int size = kept.content.length();
        Matcher range = RANGE.matcher(request.headers.get("Range"));
        if (!range.matches()) {
            throw new IllegalStateException("range " + request.headers.get("Range"));
        }
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2).isEmpty() ? size : Math.min(size, Integer.parseInt(range.group(2)) + 1);
        return new Answer(
                206,
                Map.of("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, size)),
                kept.content.substring(from, to));
    }

    private Answer list(Request request) throws IOException {
        String prefix = request.query.getOrDefault("prefix", "");
        String delimiter = request.query.getOrDefault("delimiter", "");
        ObjectNode found = json.createObjectNode();
        ArrayNode items = found.putArray("items");
        TreeSet<String> prefixes = new TreeSet<>();
        objects.tailMap(prefix).forEach((name, kept) -> {
            int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            if (name.startsWith(prefix) && end >= 0) {
                prefixes.add(name.substring(0, end + 1));
            }
            if (name.startsWith(prefix) && (end < 0 || end == name.length() - 1)) {
                items.add(described(name, kept));
            }
        });
        found.set("prefixes", json.valueToTree(prefixes));
        return said(found);
    }

    private Answer upload(Request request) throws IOException {
        String number = request.query.get("upload_id");
        if (number == null) {
            return "multipart".equals(request.query.get("uploadType")) ? whole(request) : begin(request);
        }
        Upload upload = uploads.get(number);
        upload.come.append(request.body);
        if (request.headers.get("Content-Range").endsWith("/*")) {
            return new Answer(308, Map.of("Range", "bytes=0-" + (upload.come.length() - 1)), "");
        }
        uploads.remove(number);
        return said(keep(upload.name, upload.come.toString()));
    }

    /** The description and the content of an object in one request. */
    private Answer whole(Request request) throws IOException {
        String boundary = "--" + request.headers.get("Content-Type").replaceAll(".*boundary=\"?([^\";]+).*", "$1");
        String[] parts = request.body.split("(?:\r\n)?" + Pattern.quote(boundary), -1);
        String name = json.readTree(bodyOf(parts[1])).path("name").asText();
        return isExpected(request, name) ? said(keep(name, bodyOf(parts[2]))) : failed(412);
    }

    private static String bodyOf(String part) {
        return part.substring(part.indexOf("\r\n\r\n") + 4);
    }

    private Answer begin(Request request) {
        String name = request.query.get("name");
        if (!isExpected(request, name)) {
            return failed(412);
        }
        String number = Long.toString(++generation);
        uploads.put(number, new Upload(name, new StringBuilder()));
        String place = url() + request.uri.getRawPath().substring(1) + "?upload_id=" + number;
        return new Answer(200, Map.of("Location", place), "");
    }

    private ObjectNode keep(String name, String content) {
        Kept kept = new Kept(content, ++generation);
        objects.put(name, kept);
        return described(name, kept);
    }

    private ObjectNode described(String name, Kept kept) {
        return json.createObjectNode()
                .put("kind", "storage#object")
                .put("bucket", bucket)
                .put("name", name)
                .put("size", Integer.toString(kept.content.length()))
                .put("generation", Long.toString(kept.generation))
                .put("metageneration", "1")
                .put("timeCreated", "2024-05-01T10:00:00.000Z")
                .put("updated", "2024-05-01T10:00:00.000Z");
    }

    private Answer said(ObjectNode what) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.writeValue(out, what);
        return new Answer(200, Map.of("Content-Type", "application/json"), out.toString(StandardCharsets.ISO_8859_1));
    }

    private Answer failed(int status) {
        String error =
                "{\"error\":{\"code\":%d,\"message\":\"no\",\"errors\":[{\"reason\":\"%s\",\"domain\":\"global\",\"message\":\"no\"}]}}"
                        .formatted(status, status == 404 ? "notFound" : "conditionNotMet");
        return new Answer(status, Map.of("Content-Type", "application/json"), error);
    }
}
