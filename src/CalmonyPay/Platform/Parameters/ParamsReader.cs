using System.Buffers;
using System.Text;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>Fetches a request's query and body and reads both into one tree; of one parameter in both, the body's value counts.</summary>
internal static class ParamsReader
{
    public static async ValueTask<ParamNode> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var root = new ParamNode("", null) { Read = true };
        root.Become(ParamShape.Fields);
        var count = request.QueryString.HasValue ? ReadQuery(request.QueryString.Value!, root) : 0;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) await ReadBodyAsync(context, root, count);
        return root;
    }

    private static int ReadQuery(string query, ParamNode root)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(query.Length));
        try
        {
            var reader = new FormReader(root, 0);
            reader.Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(query.AsSpan(1), bytes)));      // without the question mark
            return reader.Count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static async ValueTask ReadBodyAsync(HttpContext context, ParamNode root, int count)
    {
        if (context.Request.ContentLength is 0) return;
        if (context.Request.ContentLength > ParamLimits.BodyBytes) throw ParamLimits.TooLarge();
        var pipe = context.Request.BodyReader;
        try
        {
            var read = await pipe.ReadAsync(context.RequestAborted);
            while (!read.IsCompleted && read.Buffer.Length <= ParamLimits.BodyBytes)
            {
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await pipe.ReadAsync(context.RequestAborted);
            }
            try
            {
                if (read.Buffer.Length > ParamLimits.BodyBytes) throw ParamLimits.TooLarge();
                if (!read.Buffer.IsEmpty) Parse(read.Buffer, context.Request.ContentType, root, count);
            }
            finally
            {
                pipe.AdvanceTo(read.Buffer.End);
            }
        }
        catch (BadHttpRequestException error)             // Kestrel's word for a body that is too large or broken off
        {
            throw error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? ParamLimits.TooLarge()
                : StripeError.Invalid("Invalid request: the body could not be read.");
        }
    }

    private static void Parse(ReadOnlySequence<byte> body, string? contentType, ParamNode root, int count)
    {
        if (body.IsSingleSegment)
        {
            Parse(body.FirstSpan, contentType, root, count);
            return;
        }
        var bytes = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(bytes);
            Parse(bytes.AsSpan(0, (int)body.Length), contentType, root, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static void Parse(ReadOnlySpan<byte> body, string? contentType, ParamNode root, int count)
    {
        var type = contentType.AsSpan();
        var semicolon = type.IndexOf(';');
        type = (semicolon < 0 ? type : type[..semicolon]).Trim();
        if (type.IsEmpty || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            new FormReader(root, count).Read(body);
        }
        else if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            JsonParams.Read(body, root, count);
        }
        else
        {
            throw StripeError.Invalid($"Invalid request: the content type {SafeText.Of(type.ToString())} is not supported; send application/x-www-form-urlencoded or application/json.");
        }
    }
}
