using Microsoft.EntityFrameworkCore.Migrations;

namespace CalmonyPay.Migrations;

/// <summary>
/// What EF cannot say of the ledger: its entries never change and always sum to zero, a balance transaction only ever becomes available,
/// and every entry on a merchant's account becomes a part of that account's balance.
/// </summary>
internal static class LedgerTable
{
    public static void ProtectLedger(this MigrationBuilder migration) => migration.Sql("""
        create function pay_ledger_refuse() returns trigger language plpgsql as $$
        begin
            raise exception '% is immutable: % refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
        end $$;

        create trigger pay_ledger_entries_immutable before update or delete on pay_ledger_entries for each row execute function pay_ledger_refuse();
        create trigger pay_ledger_entries_no_truncate before truncate on pay_ledger_entries for each statement execute function pay_ledger_refuse();

        create function pay_ledger_check() returns trigger language plpgsql as $$
        declare total numeric;
        begin
            select sum(amount) into total from pay_ledger_entries
            where project_id = new.project_id and transaction_id = new.transaction_id and currency = new.currency;
            if total is distinct from 0 then
                raise exception 'the entries of % do not sum to zero in %', new.transaction_id, new.currency using errcode = 'check_violation';
            end if;
            return null;
        end $$;

        -- Deferred, because a transaction's entries arrive one by one.
        create constraint trigger pay_ledger_entries_balanced after insert on pay_ledger_entries
            deferrable initially deferred for each row execute function pay_ledger_check();

        create function pay_ledger_add_to_balance() returns trigger language plpgsql as $$
        begin
            insert into pay_ledger_balances (project_id, livemode, currency, account, amount)
            values (new.project_id, new.livemode, new.currency, new.account, new.amount);
            return null;
        end $$;

        create trigger pay_ledger_entries_balance after insert on pay_ledger_entries
            for each row when (new.account in ('merchant_pending', 'merchant_available')) execute function pay_ledger_add_to_balance();

        create function pay_balance_transactions_refuse() returns trigger language plpgsql as $$
        begin
            if tg_op = 'UPDATE' and old.status = 'pending' and new.status = 'available'
               and (to_jsonb(new) - array['status', 'available_on']) = (to_jsonb(old) - array['status', 'available_on']) then
                return new;
            end if;
            raise exception 'pay_balance_transactions only ever become available: % refused', lower(tg_op) using errcode = 'restrict_violation';
        end $$;

        create trigger pay_balance_transactions_immutable before update or delete on pay_balance_transactions
            for each row execute function pay_balance_transactions_refuse();
        create trigger pay_balance_transactions_no_truncate before truncate on pay_balance_transactions
            for each statement execute function pay_ledger_refuse();
        """);
}
