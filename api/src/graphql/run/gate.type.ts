import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Gate, GateRow, Miss } from '../../queries/gate.js';

/** One metric beside its voted threshold. */
@ObjectType('GateRow')
export class GateRowType implements GateRow {
  @Field(() => String)
  metric!: string;

  @Field(() => String, { description: 'atLeast or atMost' })
  bound!: string;

  @Field(() => String)
  threshold!: string;

  @Field(() => String, { nullable: true })
  value!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Null while nothing was measured.' })
  passed!: boolean | null;

  @Field(() => String, { nullable: true })
  missedBy!: string | null;
}

/** The comparison of metrics with the safety policy, after training or after the canary. */
@ObjectType('Gate')
export class GateType implements Gate {
  @Field(() => String, { description: 'training or canary' })
  stage!: string;

  @Field(() => Int, { nullable: true })
  safetyVersion!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Null while the gate has not decided.' })
  passed!: boolean | null;

  @Field(() => [GateRowType])
  rows!: GateRowType[];
}

/** A threshold that was not met. */
@ObjectType('Miss')
export class MissType implements Miss {
  @Field(() => String)
  metric!: string;

  @Field(() => Boolean)
  isMissing!: boolean;

  @Field(() => String)
  bound!: string;

  @Field(() => String, { nullable: true })
  value!: string | null;

  @Field(() => String)
  threshold!: string;

  @Field(() => String, { nullable: true })
  missedBy!: string | null;
}
