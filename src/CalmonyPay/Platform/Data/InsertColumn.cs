using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace CalmonyPay.Platform.Data;

/// <summary>
/// Makes the parameter of one column of a new row: the property, EF's conversion and the typed parameter as one compiled
/// function, so that no value is boxed or looked up by name.
/// </summary>
internal static class InsertColumn
{
    private static readonly MethodInfo Given = typeof(InsertColumn).GetMethod(nameof(Parameter), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo Absent = typeof(InsertColumn).GetMethod(nameof(Null), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <exception cref="InvalidOperationException">A shadow property: new rows are written from their own properties.</exception>
    public static Func<object, NpgsqlParameter> Compile(IProperty property)
    {
        var owner = property.DeclaringType.ClrType;
        var clr = property.PropertyInfo ?? throw new InvalidOperationException($"{owner.Name}.{property.Name} is no property of the class.");
        var kind = KindOf(property);
        var row = Expression.Parameter(typeof(object), "row");
        var value = Expression.Variable(clr.PropertyType, "value");
        Expression plain = Nullable.GetUnderlyingType(clr.PropertyType) is null ? value : Expression.Property(value, "Value");
        if (property.GetRelationalTypeMapping().Converter?.ConvertToProviderExpression is { } convert) plain = Expression.Invoke(convert, plain.Type == convert.Parameters[0].Type ? plain : Expression.Convert(plain, convert.Parameters[0].Type));
        var made = (Expression)Expression.Call(Given.MakeGenericMethod(plain.Type), plain, Expression.Constant(kind));
        var mayBeNull = !clr.PropertyType.IsValueType || Nullable.GetUnderlyingType(clr.PropertyType) is not null;
        if (mayBeNull) made = Expression.Condition(Expression.Equal(value, Expression.Constant(null, clr.PropertyType)), Expression.Call(Absent, Expression.Constant(kind)), made, typeof(NpgsqlParameter));
        var read = Expression.Assign(value, Expression.Property(Expression.Convert(row, owner), clr));
        return Expression.Lambda<Func<object, NpgsqlParameter>>(Expression.Block([value], read, made), row).Compile();
    }

    /// <summary>EF's type mapping says of which PostgreSQL type a column's parameters are; an enum's is known by name alone.</summary>
    private static Kind KindOf(IProperty property)
    {
        using var factory = new NpgsqlCommand();
        var made = (NpgsqlParameter)property.GetRelationalTypeMapping().CreateParameter(factory, "", null, nullable: true);
        return new(made.NpgsqlDbType, made.NpgsqlDbType == NpgsqlDbType.Unknown ? made.DataTypeName : null);
    }

    private static NpgsqlParameter<T> Parameter<T>(T value, Kind kind) => kind.Name is { } name
        ? new() { TypedValue = value, DataTypeName = name }
        : new() { TypedValue = value, NpgsqlDbType = kind.Type };

    private static NpgsqlParameter Null(Kind kind) => kind.Name is { } name
        ? new() { Value = DBNull.Value, DataTypeName = name }
        : new() { Value = DBNull.Value, NpgsqlDbType = kind.Type };

    private sealed record Kind(NpgsqlDbType Type, string? Name);
}
