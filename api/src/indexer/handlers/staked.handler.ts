import { StakedEntity } from '../../store/staking.entity.js';
import { on } from '../handler.js';

export const onStaked = on('event Staked(address indexed account, uint256 amount)', ({ at, args }, facts) =>
  facts.append(StakedEntity, { account: args.account, amount: args.amount, ...at }),
);
