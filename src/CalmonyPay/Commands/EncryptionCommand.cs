using System.Security.Cryptography;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Commands;

/// <summary><c>encryption new-key</c> and <c>encryption rotate</c>.</summary>
internal static class EncryptionCommand
{
    public static System.CommandLine.Command Make() => new("encryption", "The keys that secrets in the database are encrypted with.")
    { NewKey(), Rotate() };

    private static System.CommandLine.Command NewKey()
    {
        var make = new System.CommandLine.Command("new-key", "Print a new random key in the form that CalmonyPay__Encryption__Keys takes. Nothing is stored.");
        make.SetAction(_ =>
        {
            Console.Out.WriteLine($"k{DateTime.UtcNow:yyyyMMdd}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
            return 0;
        });
        return make;
    }

    private static System.CommandLine.Command Rotate()
    {
        var json = Verb.Json();
        var rotate = new System.CommandLine.Command("rotate",
        """
        Encrypt everything again with the newest key, in small batches, while hosts serve.
        CalmonyPay__Encryption__Keys has entries id:base64, parted by commas; the last one encrypts, all of them decrypt. So:
          1. make a key with encryption new-key and put it BEFORE the old one on every host, so that each can read it;
          2. move it to the end on every host, so that each writes with it;
          3. encryption rotate;
          4. take the old key away a day later: it also opens the addresses of callbacks that are under way.
        In a sandbox the keys are in encryption.keys in its folder, one a line.
        """) { json };
        rotate.Does(async (parsed, services, ct) =>
        {
            var columns = await services.GetRequiredService<KeyRotation>().RotateAsync(ct);
            Printed.List(columns, parsed.GetValue(json), ("TABLE", c => c.Table), ("COLUMN", c => c.Column), ("RENEWED", c => c.Renewed), ("LEFT", c => c.Left));
            if (columns.Any(c => c.Left > 0))
                throw new OperatorException("Some host still writes with an older key: give every host the newest one as the last of its keys, then rotate again.");
            Printed.Note($"Everything is encrypted with {services.GetRequiredService<Keyring>().CurrentId}; no other key is needed.");
        });
        return rotate;
    }
}
