package io.boxoffice.standalone;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;

/** A page that shows the contract and tries it, as its library brings it, with our address in it. */
final class SwaggerUi {
    private static final String NAMES = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String FILES = "/META-INF/resources/webjars/swagger-ui/";
    private static final List<String> THEIRS = List.of(
            "index.html",
            "index.css",
            "swagger-ui.css",
            "swagger-ui-bundle.js",
            "swagger-ui-standalone-preset.js",
            "favicon-16x16.png",
            "favicon-32x32.png");
    private static final String OURS = "swagger-initializer.js";

    static void write(Path ours, Path folder) throws IOException {
        var about = new Properties();
        try (var names = open(NAMES)) {
            about.load(names);
        }
        Files.createDirectories(folder);
        for (var file : THEIRS) {
            try (var content = open(FILES + about.getProperty("version") + "/" + file)) {
                Files.copy(content, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(ours.resolve(OURS), folder.resolve(OURS), StandardCopyOption.REPLACE_EXISTING);
    }

    private static InputStream open(String name) throws IOException {
        var file = SwaggerUi.class.getResourceAsStream(name);
        if (file == null) {
            throw new FileNotFoundException("Swagger UI has no " + name);
        }
        return file;
    }

    private SwaggerUi() {}
}
