using CalmonyPay.Platform.Parameters;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CalmonyPay.Platform.Swagger;

/// <summary>Shows what an endpoint reads: in the query for GET and DELETE, else as a form with Stripe's brackets.</summary>
internal sealed class ParamsFilter : IOperationFilter
{
    private const string Form = "application/x-www-form-urlencoded";
    private static readonly string[] Bounds = ["gt", "gte", "lt", "lte"];
    private static readonly ProbedParam Expand = new("expand", ParamKind.List, []);

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<OwnRoute>().FirstOrDefault() is { } own)
        {
            operation.Summary = $"{own.Summary} (CalmonyPay's own, not in Stripe's API)";
            operation.AddExtension("x-calmonypay", new JsonNodeExtension(true));
        }
        if (context.ApiDescription.RelativePath?.StartsWith("v1", StringComparison.Ordinal) != true) return;

        var record = metadata.OfType<System.Reflection.MethodInfo>().FirstOrDefault()?.GetParameters().Select(p => p.ParameterType).FirstOrDefault(ParamsProbe.IsParams);
        operation.RequestBody = null;
        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Path)];
        var taken = operation.Parameters.Select(p => p.Name).Append(Expand.Name).ToHashSet();
        List<ProbedParam> read = [.. (record is null ? [] : ParamsProbe.Of(record)).Where(param => !taken.Contains(param.Name)), Expand];
        if (context.ApiDescription.HttpMethod == "POST")
        {
            operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType> { [Form] = AsForm(read) } };
            operation.Parameters.Add(new OpenApiParameter { Name = "Idempotency-Key", In = ParameterLocation.Header, Schema = Text() });
        }
        else
        {
            foreach (var param in read) operation.Parameters.Add(InQuery(param));
        }
    }

    private static OpenApiMediaType AsForm(List<ProbedParam> read) => new()
    {
        Schema = Object(read.Select(param => (param.Name, Schema(param)))),
        Encoding = read.Where(param => IsObject(param.Kind)).ToDictionary(
            param => param.Name, _ => new OpenApiEncoding { Style = ParameterStyle.DeepObject, Explode = true }),
    };

    private static OpenApiParameter InQuery(ProbedParam param) => new()
    {
        Name = param.Kind == ParamKind.List ? $"{param.Name}[]" : param.Name,
        In = ParameterLocation.Query,
        Schema = Schema(param),
        Style = IsObject(param.Kind) ? ParameterStyle.DeepObject : ParameterStyle.Form,
        Explode = true,
    };

    private static OpenApiSchema Schema(ProbedParam param) => param.Kind switch
    {
        ParamKind.Value => Text(),
        ParamKind.Part => Object(param.Members.Select(member => (member.Name, Schema(member)))),
        ParamKind.List when param.Members.Count == 0 => new() { Type = JsonSchemaType.Array, Items = Text() },
        ParamKind.List => new() { Type = JsonSchemaType.Array, Items = Object(param.Members.Select(member => (member.Name, Schema(member)))) },
        ParamKind.Span => Object(Bounds.Select(bound => (bound, new OpenApiSchema { Type = JsonSchemaType.Integer }))),
        _ => new() { Type = JsonSchemaType.Object, AdditionalProperties = Text() },
    };

    private static bool IsObject(ParamKind kind) => kind is ParamKind.Part or ParamKind.Pairs or ParamKind.Span;

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Object(IEnumerable<(string Name, OpenApiSchema Schema)> members) =>
        new() { Type = JsonSchemaType.Object, Properties = members.ToDictionary(m => m.Name, m => (IOpenApiSchema)m.Schema) };
}
