namespace CalmonyPay.Platform.Tenancy;

/// <summary>A row that belongs to one project in one mode. <c>PayDb</c> fills both in and scopes every query to them.</summary>
public interface IProjectOwned
{
    Guid ProjectId { get; }
    bool Livemode { get; }
}
