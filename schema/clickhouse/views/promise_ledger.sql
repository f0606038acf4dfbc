-- The ledger as of a moment: a row for each promise made to a customer that falls due from `from` to before `to`. Until its due time has
-- passed it is running, as promises_kept counts it, whatever has been done or said by then; then it is kept or broken. When a
-- promise broke is known once it is broken.
CREATE OR REPLACE VIEW promise_ledger AS
SELECT
	* EXCEPT (kept, breach_at),
	multiIf({as_of:DateTime64(3, 'UTC')} <= due_at, 'running', kept, 'kept', 'broken') AS state,
	if(state = 'broken', promises.breach_at, NULL)                                    AS breach_at
FROM promises(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')},
	teams = {teams:Array(String)}, channels = {channels:Array(String)}) AS promises;
