namespace CalmonyPay.Cardstream;

/// <summary>The gateway's <c>state</c> of a transaction.</summary>
public enum TransactionState
{
    /// <summary>Absent, or a word we do not know.</summary>
    Unknown,

    /// <summary>Stored, not decided; waits here for a 3-D Secure continuation.</summary>
    Received,

    /// <summary>Authorised, funds held, not captured.</summary>
    Approved,

    /// <summary>Goes out at the next settlement run; may still be lowered or cancelled.</summary>
    Captured,

    /// <summary>Sent for settlement: no longer cancellable, not yet refundable.</summary>
    Tendered,

    /// <summary>Settlement failed for a passing reason and is tried again.</summary>
    Deferred,

    /// <summary>Settled; the only state that can be refunded. May still become <see cref="Rejected"/>.</summary>
    Accepted,

    /// <summary>Settlement refused; no funds move.</summary>
    Rejected,

    Declined,

    /// <summary>The issuer wants to be called.</summary>
    Referred,

    /// <summary>The gateway voided the authorisation.</summary>
    Reversed,

    /// <summary>A VERIFY succeeded; never settles.</summary>
    Verified,

    Canceled,

    /// <summary>Ended by an error. In a failed CAPTURE or CANCEL it speaks of that request, not of the transaction.</summary>
    Finished,
}
