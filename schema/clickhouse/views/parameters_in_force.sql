-- What the company sets itself holds from a time on, and never before: a period is judged by what was in force when it ended, so
-- that a weight set today leaves the weeks before it as they were.

-- The parameters of these names, the latest first: of a key the first one that holds at an instant is in force then.
CREATE OR REPLACE VIEW parameters_in_order AS
SELECT arrayReverseSort(setting -> setting.valid_from, groupArray(tuple(name, key, value, valid_from)::Tuple(
	name String, key String, value Float64, valid_from DateTime64(3, 'UTC')))) AS settings
FROM parameters_now
WHERE name IN ({names:Array(String)});

-- The value in force at an instant, of settings in order; `usual` where nobody has said otherwise by then.
CREATE OR REPLACE FUNCTION touchstone_in_force AS (settings, name, key, at, usual) ->
	arrayPushBack(
		arrayMap(setting -> setting.3,
			arrayFilter(setting -> setting.1 = name AND setting.2 = key AND setting.4 <= at, settings)),
		toFloat64(usual))[1];

-- The last instant of a bucket, or of the range (from before `to`) where that ends before it; the clock's where it is not over.
CREATE OR REPLACE FUNCTION touchstone_bucket_last AS (bucket, grain, zone, to, as_of) ->
	least(
		as_of,
		to - INTERVAL 1 MILLISECOND,
		toDateTime64(multiIf(
			bucket IS NULL, toDateTime(4294967295, 'UTC'),
			grain = 'hour', assumeNotNull(bucket) + INTERVAL 1 HOUR,
			grain = 'day',  toDateTime(toDateTime(toDate(assumeNotNull(bucket), zone) + 1, zone), 'UTC'),
			toDateTime(toDateTime(toDate(assumeNotNull(bucket), zone) + 7, zone), 'UTC')), 3, 'UTC') - INTERVAL 1 MILLISECOND);
