// replaces the file of the same name in Swagger UI
window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: "/api/v1/openapi",
    dom_id: "#swagger-ui",
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
};
