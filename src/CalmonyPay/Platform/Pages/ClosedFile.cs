namespace CalmonyPay.Platform.Pages;

/// <summary>A file behind an address that opens it without a password: with the headers of <see cref="HostedPage.Close"/>.</summary>
public sealed class ClosedFile(IResult file) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HostedPage.Close(httpContext.Response.Headers);
        return file.ExecuteAsync(httpContext);
    }
}
