package io.millrace.lineage.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * An address that takes an event for each POST, as Marquez does at {@code /api/v1/lineage}.
 *
 * @param authorization the header's value; empty for none
 */
record HttpBackend(URI address, String authorization, Duration patience) implements Backend {
    private static final int ALL_IS_WELL = 2;
    private static final int HUNDRED = 100;

    @Override
    public void send(String key, String event) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<Void> response = HttpClient.newBuilder()
                .connectTimeout(patience)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.discarding());
        if (response.statusCode() / HUNDRED != ALL_IS_WELL) {
            throw new IOException("HTTP status " + response.statusCode());
        }
    }
}
