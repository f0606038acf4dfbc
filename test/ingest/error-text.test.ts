import { ClickHouseError } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { errorText } from '../../ingest/error-text.ts';

const parsing = new ClickHouseError({
	message: 'Cannot parse input: expected , before: marker-customer',
	code: '27',
	type: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'
});

test.each([
	['ClickHouse’s code, never its words', parsing, 'ClickHouse 27 CANNOT_PARSE_INPUT_ASSERTION_FAILED'],
	['a message’s first line', new Error('disk full\nwhile writing marker-comment'), 'disk full'],
	['what is thrown and no error', 'oops', 'oops']
])('tells %s', (_what, error, text) => {
	expect(errorText(error)).toBe(text);
});

test('tells no more than 200 characters', () => {
	expect(errorText(new Error('x'.repeat(1_000)))).toHaveLength(200);
});
