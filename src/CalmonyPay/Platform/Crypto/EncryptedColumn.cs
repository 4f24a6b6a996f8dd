namespace CalmonyPay.Platform.Crypto;

/// <summary>
/// A column of ciphertexts made by <see cref="Keyring"/>. The room that owns it registers it as a singleton, and
/// <c>encryption rotate</c> takes care of it; a column that nobody registered would be lost with the old key.
/// </summary>
/// <param name="Table">As the database names it; not a partitioned one.</param>
/// <param name="Column">Of type bytea.</param>
/// <param name="Purpose">What <see cref="Keyring.Encrypt(string, string)"/> was told.</param>
public sealed record EncryptedColumn(string Table, string Column, string Purpose);
