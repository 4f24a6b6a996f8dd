using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Tests.Platform.Crypto;

public sealed class KeyringTests
{
    private const string Old = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", New = "k2:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpBQkNERUY=";

    [Theory]
    [InlineData("")]
    [InlineData("whsec_secret")]
    [InlineData("Ünïcode 🙂")]
    public void What_is_encrypted_opens_again(string plain) => Assert.Equal(plain, Ring(Old).DecryptText(Ring(Old).Encrypt(plain, "p"), "p"));

    [Fact]
    public void The_same_secret_never_looks_the_same()
    {
        var ring = Ring(Old);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(ring.Encrypt("secret", "p"))).Distinct().Count());
    }

    [Fact]
    public void A_new_key_encrypts_and_the_old_one_still_opens()
    {
        var before = Ring(Old).Encrypt("secret", "p");
        var both = Ring($"{Old},{New}");
        Assert.Equal("secret", both.DecryptText(before, "p"));
        var after = both.Encrypt("secret", "p");
        Assert.Equal(("k1", "k2"), (Keyring.KeyIdOf(before), Keyring.KeyIdOf(after)));
        Assert.Equal("secret", Ring(New).DecryptText(after, "p"));
        Assert.Throws<CryptographicException>(() => Ring(New).Decrypt(before, "p"));
    }

    [Fact]
    public void No_changed_byte_goes_unnoticed()
    {
        var ring = Ring($"{Old},{New}");
        var sealedBox = ring.Encrypt("a secret of some length", "p");
        for (var at = 0; at < sealedBox.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])sealedBox.Clone();
                changed[at] ^= (byte)(1 << bit);
                Assert.ThrowsAny<CryptographicException>(() => ring.Decrypt(changed, "p"));
            }
            Assert.ThrowsAny<CryptographicException>(() => ring.Decrypt(sealedBox.AsSpan(0, at), "p"));
        }
        Assert.ThrowsAny<CryptographicException>(() => ring.Decrypt([.. sealedBox, 0], "p"));
    }

    [Fact]
    public void A_ciphertext_opens_only_for_its_purpose() =>
        Assert.ThrowsAny<CryptographicException>(() => Ring(Old).Decrypt(Ring(Old).Encrypt("secret", "project.secret"), "gateway.credentials"));

    [Theory]
    [InlineData("")]
    [InlineData("k1")]
    [InlineData("k1:")]
    [InlineData("k1:c2hvcnQ=")]
    [InlineData(":MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")]
    [InlineData("k1:not base64 at all, not at all, not at all!!")]
    public void A_ring_that_cannot_work_is_refused_without_repeating_it(string keys)
    {
        var refused = Assert.Throws<OperatorException>(() => Ring(keys));
        Assert.DoesNotContain("MDEyMzQ1", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("base64 at all", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_says_whose_it_is_and_opens_for_nothing_else()
    {
        var tokens = new TenantTokens(Ring(Old));
        var tenant = new Tenant(Guid.NewGuid(), true);
        var token = tokens.Make("callback", tenant, "ch_1");
        Assert.Equal((tenant, "ch_1"), tokens.Open("callback", token));
        Assert.Equal((tenant, "ch_1"), new TenantTokens(Ring($"{Old},{New}")).Open("callback", token));
        Assert.Null(tokens.Open("checkout", token));
        foreach (var junk in (string[])["", "x", "====", token[..^1], token + "A", "ÿ", token[1..], Convert.ToBase64String(new byte[100])]) Assert.Null(tokens.Open("callback", junk));
    }

    [Fact]
    public void A_project_s_secrets_are_its_own()
    {
        var cache = new ProjectSecretCache();
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        cache.Put(one, RandomNumberGenerator.GetBytes(32));
        cache.Put(other, RandomNumberGenerator.GetBytes(32));
        var (ofOne, ofOther) = (Of(one), Of(other));
        var number = Encoding.ASCII.GetBytes("4242424242424242");
        Assert.Equal(ofOne.CardFingerprintOf(number), Of(one).CardFingerprintOf(number));
        Assert.NotEqual(ofOne.CardFingerprintOf(number), ofOther.CardFingerprintOf(number));
        Assert.True(ofOne.IsClientSecretOf("pi_1", ofOne.ClientSecretOf("pi_1")));
        foreach (var wrong in (string[])[ofOther.ClientSecretOf("pi_1"), ofOne.ClientSecretOf("pi_2"), "", "pi_1_secret_"]) Assert.False(ofOne.IsClientSecretOf("pi_1", wrong));

        ProjectSecrets Of(Guid project)
        {
            var scope = new TenantScope();
            scope.Enter(new(project, false));
            return new(scope, cache);
        }
    }

    private static Keyring Ring(string keys) => new(Options.Create(new EncryptionOptions { Keys = keys }));
}
