import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Metric, Observation, Receipt } from '../../queries/receipt.js';
import { pageOf } from '../page/page.types.js';
import { PositionType } from '../page/position.type.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';

/** A measured number. */
@ObjectType('Metric')
export class MetricType implements Metric {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'A decimal number with up to six places.' })
  value!: string;
}

/** The worker's signed statement of what an attempt produced. */
@ObjectType('Receipt')
export class ReceiptType implements Receipt {
  @Field(() => Bytes)
  runId!: string;

  @Field(() => Int)
  attempt!: number;

  @Field(() => Address)
  worker!: string;

  @Field(() => Bytes)
  artifactDigest!: string;

  @Field(() => Bytes)
  evaluationDigest!: string;

  @Field(() => Bytes)
  provenanceDigest!: string;

  @Field(() => [MetricType])
  metrics!: MetricType[];

  @Field(() => Int)
  confirmations!: number;

  @Field(() => Date)
  finalizableAt!: Date;

  @Field(() => PositionType)
  position!: PositionType;
}

/** What the gateway measured on live traffic, as it stands on chain. */
@ObjectType('Observation')
export class ObservationType implements Observation {
  @Field(() => Address)
  worker!: string;

  @Field(() => Int)
  requests!: number;

  @Field(() => [MetricType])
  metrics!: MetricType[];

  @Field(() => PositionType)
  position!: PositionType;
}

export const ReceiptPage = pageOf(ReceiptType, 'ReceiptPage');
