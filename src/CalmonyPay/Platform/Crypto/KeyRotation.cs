using System.Text;
using CalmonyPay.Platform.Data;
using NpgsqlTypes;

namespace CalmonyPay.Platform.Crypto;

/// <summary>
/// Encrypts again, under the newest key, whatever lies under an older one, while hosts serve. A row that a host changes
/// meanwhile is left to the next pass: an update counts only if the ciphertext is still the one that was read.
/// </summary>
public sealed class KeyRotation(PayDbPools pools, Keyring keyring, IEnumerable<EncryptedColumn> columns)
{
    /// <summary>Rows a statement: each is locked for some milliseconds only.</summary>
    private const int BatchRows = 200;

    /// <summary>Passes over one column; more are needed only while a host still writes under the old key.</summary>
    private const int MostPasses = 5;

    /// <returns>For each registered column: how many ciphertexts were renewed, and how many are still under an older key.</returns>
    public async Task<IReadOnlyList<RotatedColumn>> RotateAsync(CancellationToken ct)
    {
        var done = new List<RotatedColumn>();
        foreach (var column in columns)
        {
            var (renewed, left) = (0L, 1L);
            for (var pass = 0; left > 0 && pass < MostPasses; pass++)
            {
                renewed += await PassAsync(column, ct);
                left = await LeftAsync(column, ct);
            }
            done.Add(new(column.Table, column.Column, renewed, left));
        }
        return done;
    }

    /// <summary>Walks the table once, in the order in which it lies on disk.</summary>
    private async Task<long> PassAsync(EncryptedColumn column, CancellationToken ct)
    {
        var renewed = 0L;
        var last = "(0,0)";
        while (await ReadAsync(column, last, ct) is { Count: > 0 } batch)
        {
            last = batch[^1].Place;
            renewed += await WriteAsync(column, batch, ct);
        }
        return renewed;
    }

    private async Task<List<(string Place, byte[] Cipher)>> ReadAsync(EncryptedColumn column, string after, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(
            $"select ctid::text, {column.Column} from {column.Table} where ctid > $1::text::tid and {Older(column, "$2")} order by ctid limit {BatchRows}");
        command.Parameters.Add(new() { Value = after, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Prefix, NpgsqlDbType = NpgsqlDbType.Bytea });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(string, byte[])>();
        while (await reader.ReadAsync(ct)) rows.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        return rows;
    }

    private async Task<int> WriteAsync(EncryptedColumn column, List<(string Place, byte[] Cipher)> batch, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(
            $"""
            update {column.Table} t set {column.Column} = u.renewed
            from unnest($1::text[], $2::bytea[], $3::bytea[]) as u(place, cipher, renewed)
            where t.ctid = u.place::tid and t.{column.Column} = u.cipher
            """);
        command.Parameters.Add(new() { Value = batch.ConvertAll(row => row.Place) });
        command.Parameters.Add(new() { Value = batch.ConvertAll(row => row.Cipher) });
        command.Parameters.Add(new() { Value = batch.ConvertAll(row => keyring.Encrypt(keyring.Decrypt(row.Cipher, column.Purpose), column.Purpose)) });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> LeftAsync(EncryptedColumn column, CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand($"select count(*) from {column.Table} where {Older(column, "$1")}");
        command.Parameters.Add(new() { Value = Prefix, NpgsqlDbType = NpgsqlDbType.Bytea });
        return (long)(await command.ExecuteScalarAsync(ct))!; // count is never null
    }

    /// <summary>A ciphertext begins with the length and the id of its key.</summary>
    private byte[] Prefix { get; } = [(byte)Encoding.UTF8.GetByteCount(keyring.CurrentId), .. Encoding.UTF8.GetBytes(keyring.CurrentId)];

    private static string Older(EncryptedColumn column, string prefix) =>
        $"{column.Column} is not null and substring({column.Column} from 1 for octet_length({prefix})) <> {prefix}";
}

/// <summary>What came of one column's rotation.</summary>
/// <param name="Renewed">Ciphertexts that are under the newest key now.</param>
/// <param name="Left">Ciphertexts under an older key, written meanwhile by hosts that do not have the newest yet.</param>
public sealed record RotatedColumn(string Table, string Column, long Renewed, long Left);
