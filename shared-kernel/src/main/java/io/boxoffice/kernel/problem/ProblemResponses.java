package io.boxoffice.kernel.problem;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says in the description of an API what every operation has in common: refusals are problem documents. */
public class ProblemResponses implements OASFilter {

    private static final String NAME = "Problem";
    private static final String EVERY_OTHER = "default";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(NAME, schema());
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(ProblemResponses::complete);
    }

    private static void complete(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        operation
                .getResponses()
                .addAPIResponse(
                        EVERY_OTHER,
                        OASFactory.createAPIResponse()
                                .description("Any other refusal")
                                .content(OASFactory.createContent()
                                        .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType())));
        operation.getResponses().getAPIResponses().values().forEach(ProblemResponses::refer);
    }

    private static void refer(APIResponse response) {
        Content content = response.getContent();
        MediaType problem = content == null ? null : content.getMediaType(Problem.MEDIA_TYPE);
        if (problem != null && problem.getSchema() == null) {
            problem.setSchema(OASFactory.createSchema().ref(NAME));
        }
    }

    private static Schema schema() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("A refusal (RFC 9457); some types have further members, such as errors or conflicts")
                .addProperty("type", text("Stable name of the kind of problem", "urn:boxoffice:problem:not-found"))
                .addProperty("title", text("The kind of problem in words", "Not found"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .description("The HTTP status")
                                .addExample(404))
                .addProperty("detail", text("This problem in words", "There is nothing here, or it is not yours."))
                .addRequired("type")
                .addRequired("title")
                .addRequired("status");
    }

    private static Schema text(String description, String example) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .description(description)
                .addExample(example);
    }
}
