package io.millrace.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** JSON over HTTP from one server of the stack. */
final class Http {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FIRST_ERROR = 400;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    Http(String url) {
        this.url = url;
    }

    String url() {
        return url;
    }

    JsonNode fetch(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** Sends a request with a JSON text as its body; an empty text stands for none. */
    JsonNode send(String method, String path, String body) {
        return send(method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private JsonNode send(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body)
                .header("Content-Type", "application/json")
                .timeout(LIMIT)
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= FIRST_ERROR) {
                throw new StackException(
                        method + " " + url + path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body().isBlank() ? json.nullNode() : json.readTree(response.body());
        } catch (IOException e) {
            throw new StackException(method + " " + url + path + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted in " + method + " " + url + path, e);
        }
    }
}
