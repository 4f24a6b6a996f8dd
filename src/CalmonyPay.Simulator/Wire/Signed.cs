namespace CalmonyPay.Simulator.Wire;

/// <summary>A form as it leaves: encoded, its signature last.</summary>
internal static class Signed
{
    /// <param name="form">The form; a signature that it holds is dropped.</param>
    /// <param name="secret">Null leaves it unsigned.</param>
    public static string Encode(Form form, string? secret)
    {
        form.Remove(Signature.FieldName);
        var body = form.Encode();
        return secret is null ? body : $"{body}&{Signature.FieldName}={Signature.Of(form, secret)}";
    }
}
