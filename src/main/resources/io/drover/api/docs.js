"use strict";
// Nothing is asked of anybody but this server.
SwaggerUIBundle({ url: "/api/openapi.yaml", dom_id: "#docs", validatorUrl: null, docExpansion: "list", defaultModelsExpandDepth: 0 });
