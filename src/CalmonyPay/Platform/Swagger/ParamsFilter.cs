using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CalmonyPay.Platform.Swagger;

/// <summary>Shows what an endpoint reads: in the query for GET and DELETE, else as a form with Stripe's brackets.</summary>
internal sealed class ParamsFilter : IOperationFilter
{
    private const string Form = "application/x-www-form-urlencoded";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<OwnRoute>().FirstOrDefault() is { } own)
        {
            operation.Summary = $"{own.Summary} (CalmonyPay's own, not in Stripe's API)";
            operation.AddExtension("x-calmonypay", new JsonNodeExtension(true));
        }
        var path = context.ApiDescription.RelativePath ?? "";
        if (!path.StartsWith("v1", StringComparison.Ordinal)) return;

        var handler = metadata.OfType<System.Reflection.MethodInfo>().FirstOrDefault();
        var record = handler?.GetParameters().Select(p => p.ParameterType).FirstOrDefault(ParamsSchema.IsParams);
        List<(string Name, OpenApiSchema Schema)> fields =
        [
            .. record is null ? [] : ParamsSchema.Of(record).DistinctBy(field => field.Name),
            ("expand", new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } }),
        ];
        operation.RequestBody = null;
        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Path)];
        if (context.ApiDescription.HttpMethod is "POST")
            operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType> { [Form] = AsForm(fields) } };
        else
            foreach (var (name, schema) in fields)
                operation.Parameters.Add(InQuery(name, schema));
        if (context.ApiDescription.HttpMethod is "POST")
            operation.Parameters.Add(new OpenApiParameter { Name = "Idempotency-Key", In = ParameterLocation.Header, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }

    private static OpenApiMediaType AsForm(List<(string Name, OpenApiSchema Schema)> fields) => new()
    {
        Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = fields.ToDictionary(f => f.Name, f => (IOpenApiSchema)f.Schema) },
        Encoding = fields.Where(f => f.Schema.Type == JsonSchemaType.Object).ToDictionary(
            f => f.Name, _ => new OpenApiEncoding { Style = ParameterStyle.DeepObject, Explode = true }),
    };

    private static OpenApiParameter InQuery(string name, OpenApiSchema schema) => new()
    {
        Name = schema.Type == JsonSchemaType.Array ? $"{name}[]" : name,
        In = ParameterLocation.Query,
        Schema = schema,
        Style = schema.Type == JsonSchemaType.Object ? ParameterStyle.DeepObject : ParameterStyle.Form,
        Explode = true,
    };
}
