import { Chain1700000000001 } from './migrations/1700000000001-chain.js';
import { Governor1700000000002 } from './migrations/1700000000002-governor.js';
import { Tokens1700000000003 } from './migrations/1700000000003-tokens.js';
import { PoliciesAndRuns1700000000004 } from './migrations/1700000000004-policies-and-runs.js';
import { Ledger1700000000005 } from './migrations/1700000000005-ledger.js';
import { Views1700000000006 } from './migrations/1700000000006-views.js';
import { RevenueTokens1700000000007 } from './migrations/1700000000007-revenue-tokens.js';
import { ReceiptFinal1700000000008 } from './migrations/1700000000008-receipt-final.js';
import { Outflow1700000000009 } from './migrations/1700000000009-outflow.js';
import { Totals1700000000020 } from './migrations/1700000000020-totals.js';
import { Dialects1700000000030 } from './migrations/1700000000030-dialects.js';
import { RunLog1700000000040 } from './migrations/1700000000040-run-log.js';
import { Confirmations1700000000041 } from './migrations/1700000000041-confirmations.js';
import { Courses1700000000050 } from './migrations/1700000000050-courses.js';
import { Counts1700000000060 } from './migrations/1700000000060-counts.js';

/** Every migration, oldest first. */
export const migrations = [
  Chain1700000000001,
  Governor1700000000002,
  Tokens1700000000003,
  PoliciesAndRuns1700000000004,
  Ledger1700000000005,
  Views1700000000006,
  RevenueTokens1700000000007,
  ReceiptFinal1700000000008,
  Outflow1700000000009,
  Totals1700000000020,
  Dialects1700000000030,
  RunLog1700000000040,
  Confirmations1700000000041,
  Courses1700000000050,
  Counts1700000000060,
];
