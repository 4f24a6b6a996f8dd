namespace CalmonyPay.Platform.Pages;

/// <summary>
/// 303 (RFC 9110, 15.4.4) after a form: the browser looks there, and a reload posts nothing again. On this server only: browsers stop a
/// post's redirect that leaves it (see <see cref="PagePolicy.Forms"/>).
/// </summary>
public sealed class SeeOther : IResult
{
    private readonly string path;

    private SeeOther(string path) => this.path = path;

    /// <param name="path">From this server's root, a query with it.</param>
    public static IResult At(string path) => new SeeOther(path);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HostedPage.Close(httpContext.Response.Headers);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}
