using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CalmonyPay.Platform.Swagger;

/// <summary>The API explorer at <c>/swagger</c>: every endpoint, our own marked; everything it needs comes from this server.</summary>
public static class SwaggerRoom
{
    public static IServiceCollection AddSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddTransient<ISerializerDataContractResolver>(_ => new JsonSerializerDataContractResolver(PayJson.Options));
        return services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new()
            {
                Title = "CalmonyPay",
                Version = "v1",
                Description = "Stripe's REST API on your own server. Parameters are forms with Stripe's brackets (`metadata[order]`), or JSON.",
            });
            swagger.CustomSchemaIds(Name);
            swagger.MapType<Expandable>(() => new OpenApiSchema { Type = JsonSchemaType.String, Description = "An id, or the object where expand[] names it." });
            swagger.MapType<Included>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            swagger.MapType<RawJson>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
            swagger.OperationFilter<ParamsFilter>();
            swagger.AddSecurityDefinition("key", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A secret key (sk_test_… or sk_live_…); in the sandbox sk_test_sandbox.",
            });
            swagger.AddSecurityRequirement(document => new() { [new OpenApiSecuritySchemeReference("key", document)] = [] });
        });
    }

    /// <summary>Before the request line and the keys: the explorer is no call of the API.</summary>
    public static void UseExplorer(this IApplicationBuilder app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(ui =>
        {
            ui.DocumentTitle = "CalmonyPay";
            ui.SwaggerEndpoint("/swagger/v1/swagger.json", "CalmonyPay v1");
            ui.EnablePersistAuthorization();
            ui.DefaultModelsExpandDepth(-1);
        });
    }

    private static string Name(Type type) => type.IsGenericType
        ? string.Concat(type.Name.AsSpan(0, type.Name.IndexOf('`', StringComparison.Ordinal)), "Of", string.Concat(type.GetGenericArguments().Select(Name)))
        : type.DeclaringType is { } outer ? Name(outer) + type.Name : type.Name;
}
