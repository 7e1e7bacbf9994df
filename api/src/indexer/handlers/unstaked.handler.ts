import { UnstakedEntity } from '../../store/staking.entity.js';
import { on } from '../handler.js';

export const onUnstaked = on('event Unstaked(address indexed account, uint256 amount)', ({ at, args }, facts) =>
  facts.append(UnstakedEntity, { account: args.account, amount: args.amount, ...at }),
);
