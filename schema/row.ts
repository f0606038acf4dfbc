import { z } from 'zod';

/** A yes or no of ClickHouse: a Bool, or an UInt8 of 0 and 1. */
export const Flag = z.union([z.boolean(), z.int().transform((value) => value === 1)]);

/** A count of ClickHouse, which may come quoted. */
export const Count = z.coerce.number().pipe(z.int().min(0));
