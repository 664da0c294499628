import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/** An app that knows Zoho's own addresses alone: code, client id, secret, redirect URI, accounts, API, another API host. */
public class Client {
  static final HttpClient http = HttpClient.newHttpClient();

  public static void main(String[] told) throws Exception {
    String form = "grant_type=authorization_code&code=" + told[0] + "&client_id=" + told[1] + "&client_secret=" + told[2]
        + "&redirect_uri=" + told[3];
    String tokens = send(HttpRequest.newBuilder(URI.create(told[4] + "/oauth/v2/token"))
        .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form)));
    String token = find("access_token", tokens);
    String own = send(HttpRequest.newBuilder(URI.create(told[5] + "/crm/v8/org")).header("Authorization", "Bearer " + token));
    String refused = send(HttpRequest.newBuilder(URI.create(told[6] + "/crm/v8/org")).header("Authorization", "Bearer " + token));
    System.out.println("{\"apiDomain\":\"" + find("api_domain", tokens) + "\",\"org\":\"" + find("company_name", own)
        + "\",\"refused\":\"" + find("code", refused) + "\"}");
  }

  static String send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  static String find(String name, String json) {
    var found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : json;
  }
}
