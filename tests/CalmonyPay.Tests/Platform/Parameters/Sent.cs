using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using Microsoft.AspNetCore.Http;

namespace CalmonyPay.Tests.Platform.Parameters;

/// <summary>Parameters as a client sends them.</summary>
internal static class Sent
{
    public static Params Form(string body) => Request("POST", "", "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(body));

    public static Params Json(string body) => Request("POST", "", "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body));

    public static Params Query(string query) => Request("GET", query, null, []);

    public static Params Request(string method, string query, string? contentType, byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        if (query.Length > 0) context.Request.QueryString = new("?" + query);
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body);
        return Params.ReadAsync(context).AsTask().GetAwaiter().GetResult();
    }

    public static StripeError Refused(Action act) => Assert.Throws<StripeError>(act);
}
