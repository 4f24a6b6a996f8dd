using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Invoices;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Sandbox;

namespace CalmonyPay.Tests.Commands;

/// <summary><c>projects brand</c>, as an operator types it.</summary>
public sealed class BrandTests : IAsyncLifetime
{
    private readonly SandboxFolder folder = new();
    private DatabaseLogins logins = null!; // InitializeAsync comes first

    public async Task InitializeAsync()
    {
        logins = await TestDatabase.CreateAsync();
        Assert.Equal(0, (await RunAsync("projects", "create", "Shop")).ExitCode);
    }

    public async Task DisposeAsync()
    {
        await TestDatabase.DropAsync(logins);
        await folder.DeleteAsync();
    }

    [Fact]
    public async Task A_brand_is_set_kept_and_cleared()
    {
        var logo = folder.Path("logo.png");
        await File.WriteAllBytesAsync(logo, Pictures.Png(2, 1, 2, 8, [255, 0, 0, 0, 255, 0]));
        var set = await BrandAsync("--display-name", " Afon Studio ", "--address-line1", "12 Stryd y Castell", "--country", "gb", "--vat", "GB123456789", "--accent", "#0A5", "--logo", logo);
        Assert.Contains("Afon Studio\n", set, StringComparison.Ordinal);
        Assert.Matches("accent +#00aa55\n", set);
        Assert.Matches("country +GB\n", set);
        Assert.Matches(@"logo +\d+ bytes", set);

        var later = await BrandAsync("--vat", "", "--memo", "Thank you");
        Assert.Matches("vat +-\n", later);
        Assert.Matches("memo +Thank you\n", later);
        Assert.Matches("display_name +Afon Studio\n", later);
        Assert.Matches(@"logo +\d+ bytes", later);
        Assert.Matches("logo +-\n", await BrandAsync("--logo", ""));
    }

    [Fact]
    public async Task What_cannot_be_right_is_refused_with_its_reason()
    {
        var (text, big) = (folder.Path("logo.txt"), folder.Path("big.png"));
        await File.WriteAllTextAsync(text, "no image");
        await File.WriteAllBytesAsync(big, new byte[256 * 1024 + 1]);
        await RefusedAsync("is no colour", "--accent", "greenish");
        await RefusedAsync("is no country", "--country", "UK");
        await RefusedAsync("is no e-mail address", "--email", "somebody");
        await RefusedAsync("is no http or https URL", "--website", "javascript:alert(1)");
        await RefusedAsync("has to be one line", "--display-name", "Two\nlines");
        await RefusedAsync("has to be a PNG or a JPEG", "--logo", text);
        await RefusedAsync("256 are allowed", "--logo", big);
        await RefusedAsync("There is no file", "--logo", folder.Path("nowhere.png"));
    }

    private async Task<string> BrandAsync(params string[] options)
    {
        var ended = await RunAsync(["projects", "brand", "Shop", .. options]);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        return ended.Output;
    }

    private async Task RefusedAsync(string because, params string[] options)
    {
        var ended = await RunAsync(["projects", "brand", "Shop", .. options]);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(because, ended.Errors, StringComparison.Ordinal);
    }

    private Task<Ended> RunAsync(params string[] verb) => PayProcess.RunAsync(new ServerSettings(logins, PayApi.EncryptionKeys, null, null).Environment(), verb);
}
