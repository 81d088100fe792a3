package io.boxoffice.kernel.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the contract of a service: every operation tells all its problem types, by status and with an example of
 * each. Those that follow from what an operation is are found here; {@value #FURTHER} of the operation names the others,
 * which the contract describes as examples.
 */
public class ProblemResponses implements OASFilter {

    static final String FURTHER = "x-problems";

    private static final String SCHEMA = "Problem";
    private static final String RETRY_AFTER = "RetryAfter";
    private static final String ANY_OTHER = "AnyOther";
    private static final String BEARER = "bearer";
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Set<Integer> LATER = Set.of(429, 503);

    private static final long MAX_BODY_BYTES = 65_536;
    private static final List<Problem> COMMON = List.of(
            Problems.malformed("Unknown field 'colour'."),
            Problems.unauthorized(),
            Problems.forbidden(),
            Problems.originRefused(),
            Problems.notFound(),
            Problems.ofStatus(405),
            Problems.ofStatus(406),
            Problems.tooLarge(MAX_BODY_BYTES),
            Problems.ofStatus(412),
            Problems.ofStatus(415),
            Problems.invalid("name", "is missing")
                    .with("errors", List.of(new TreeMap<>(Map.of("field", "name", "message", "is missing")))),
            new Problem("too-many-requests", 429, "Too many requests", "Send the request again in 2 s."),
            Problems.internal(),
            Problems.unavailable());

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Components components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        api.setComponents(components);
        components.addSchema(SCHEMA, schema());
        components.addSecurityScheme(BEARER, bearer());
        components.addHeader(RETRY_AFTER, retryAfter());
        COMMON.forEach(problem -> components.addExample(
                problem.slug(),
                OASFactory.createExample().summary(problem.title()).value(problem.document())));
        components.addResponse(
                ANY_OTHER, response(List.of("internal", "method-not-allowed"), components, "Any other refusal"));
        if (api.getPaths() != null && api.getPaths().getPathItems() != null) {
            api.getPaths()
                    .getPathItems()
                    .values()
                    .forEach(path ->
                            path.getOperations().values().forEach(operation -> complete(operation, path, components)));
        }
    }

    private static void complete(Operation operation, PathItem path, Components components) {
        Map<Integer, List<String>> byStatus = new TreeMap<>();
        for (String problem : problems(operation, path)) {
            byStatus.computeIfAbsent(status(problem, components), status -> new ArrayList<>())
                    .add(problem);
        }
        byStatus.forEach((status, problems) -> {
            APIResponse response = response(problems, components, summaries(problems, components));
            if (LATER.contains(status)) {
                response.addHeader("Retry-After", OASFactory.createHeader().ref(RETRY_AFTER));
            }
            operation.getResponses().addAPIResponse(String.valueOf(status), response);
        });
        operation
                .getResponses()
                .addAPIResponse("default", OASFactory.createAPIResponse().ref(ANY_OTHER));
        operation.removeExtension(FURTHER);
    }

    private static List<String> problems(Operation operation, PathItem path) {
        List<String> problems =
                new ArrayList<>(List.of("not-acceptable", "origin-refused", "too-many-requests", "unavailable"));
        if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
            problems.addAll(List.of("unauthorized", "forbidden"));
        }
        if (path.getParameters() != null) {
            problems.add("not-found");
        }
        if (operation.getRequestBody() != null) {
            problems.addAll(List.of("malformed-request", "too-large", "unsupported-media-type"));
        }
        Object further = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(FURTHER);
        if (further != null) {
            BLANKS.splitAsStream(further.toString().strip()).forEach(problems::add);
        }
        return problems.stream().distinct().sorted().toList();
    }

    private static APIResponse response(List<String> problems, Components components, String description) {
        MediaType media = OASFactory.createMediaType()
                .schema(OASFactory.createSchema()
                        .addAllOf(OASFactory.createSchema().ref(SCHEMA))
                        .addProperty("type", OASFactory.createSchema().enumeration(types(problems, components))));
        problems.forEach(
                problem -> media.addExample(problem, OASFactory.createExample().ref(problem)));
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, media));
    }

    private static List<Object> types(List<String> problems, Components components) {
        return problems.stream()
                .<Object>map(
                        problem -> String.valueOf(document(problem, components).get("type")))
                .distinct()
                .toList();
    }

    private static String summaries(List<String> problems, Components components) {
        return String.join(
                "; ",
                problems.stream()
                        .map(problem ->
                                String.valueOf(document(problem, components).get("title")))
                        .toList());
    }

    private static int status(String problem, Components components) {
        return Integer.parseInt(String.valueOf(document(problem, components).get("status")));
    }

    private static Map<?, ?> document(String problem, Components components) {
        if (components.getExamples().get(problem) == null
                || !(components.getExamples().get(problem).getValue() instanceof Map<?, ?> document)) {
            throw new IllegalStateException("the contract has no example of the problem " + problem);
        }
        return document;
    }

    private static SecurityScheme bearer() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .bearerFormat("JWT")
                .description("An OIDC bearer token with the audience boxoffice");
    }

    private static Header retryAfter() {
        return OASFactory.createHeader()
                .description("Seconds after which it will work when it is sent again")
                .required(true)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .example(1);
    }

    private static Schema schema() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("A refusal (RFC 9457); some types have further members, such as errors or conflicts")
                .addProperty("type", text("Stable name of the kind of problem"))
                .addProperty("title", text("The kind of problem in words"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .description("The HTTP status"))
                .addProperty("detail", text("This problem in words"))
                .addProperty(RequestIds.MEMBER, text("The name of the request, which logs mention"))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .description("Everything that is wrong with the request, by field")
                                .items(OASFactory.createSchema()
                                        .addType(Schema.SchemaType.OBJECT)
                                        .addProperty("field", text("Where, such as sections[0].name"))
                                        .addProperty("message", text("What it must be"))
                                        .addRequired("field")
                                        .addRequired("message")))
                .addRequired("type")
                .addRequired("title")
                .addRequired("status");
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
