namespace CalmonyPay.Platform.Tenancy;

/// <summary>Whose data a piece of work may see: a project in test or live mode.</summary>
public sealed record Tenant(Guid ProjectId, bool Livemode);

/// <summary>
/// The scope of one request or one job. Authentication (or a worker) enters it once; whoever asks before that is stopped
/// by an exception rather than shown somebody's data.
/// </summary>
public sealed class TenantScope
{
    private Tenant? tenant;

    /// <exception cref="InvalidOperationException">Nobody has entered the scope yet.</exception>
    public Tenant Current => tenant ?? throw new InvalidOperationException("No project is in scope: authenticate or enter one first.");

    public bool IsSet => tenant is not null;

    /// <summary>True for a worker that looks for due work in all projects; its database role alone can see them.</summary>
    public bool Worker { get; private set; }

    public void Enter(Tenant entered)
    {
        if (tenant is not null && tenant != entered) throw new InvalidOperationException("The scope has been entered for another project.");
        tenant = entered;
    }

    /// <summary>Work under the worker's role: over all projects when no tenant is given, else within that one.</summary>
    public void EnterWorker(Tenant? entered)
    {
        Worker = true;
        if (entered is not null) Enter(entered);
    }
}
