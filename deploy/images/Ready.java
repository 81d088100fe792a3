import java.net.HttpURLConnection;
import java.net.URI;

/** Ends with 0 if the service in this container says that it is ready; for HEALTHCHECK, without a shell or curl. */
final class Ready {
    private static final int TIMEOUT_MILLIS = 3_000;

    private Ready() {}

    public static void main(String[] arguments) throws Exception {
        String port = System.getenv("QUARKUS_HTTP_PORT");
        var address = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        System.exit(connection.getResponseCode() == 200 ? 0 : 1);
    }
}
