import { ViewColumn, ViewEntity } from 'typeorm';

/** When the receipt of each run becomes final, as the latest of its facts says. */
@ViewEntity({ name: 'receipt_final', synchronize: false })
export class ReceiptFinalView {
  @ViewColumn()
  chainId!: number;

  @ViewColumn()
  contract!: string;

  @ViewColumn()
  runId!: string;

  @ViewColumn()
  finalizableAt!: Date;
}
