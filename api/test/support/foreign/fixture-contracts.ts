import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Contract, ContractFactory, type InterfaceAbi, type JsonRpcSigner } from 'ethers';
import { foundryBinary } from '../../../../scripts/lib/foundry.mjs';

const root = path.resolve(import.meta.dirname, '../../../..');

/** Deploys the governors of `api/test/fixtures/governors`, which forge compiles first when they changed. */
export class FixtureContracts {
  private constructor(private readonly deployer: JsonRpcSigner) {}

  static async compile(deployer: JsonRpcSigner): Promise<FixtureContracts> {
    await promisify(execFile)(foundryBinary('forge'), ['build'], {
      cwd: root,
      env: { ...process.env, FOUNDRY_PROFILE: 'fixtures' },
    });
    return new FixtureContracts(deployer);
  }

  /** `file` is the name of its source without ending; by default that of the contract. */
  async deploy(name: string, values: unknown[] = [], file = name): Promise<Contract> {
    const { abi, bytecode } = await this.artifact(name, file);
    const contract = await new ContractFactory(abi, bytecode.object, this.deployer).deploy(...values);
    await contract.waitForDeployment();
    return new Contract(await contract.getAddress(), abi, this.deployer);
  }

  /** The contract at an address, called by this one's interface. */
  async at(address: string, name: string, file = name): Promise<Contract> {
    const { abi } = await this.artifact(name, file);
    return new Contract(address, abi, this.deployer);
  }

  private async artifact(name: string, file: string): Promise<{ abi: InterfaceAbi; bytecode: { object: string } }> {
    const text = await readFile(path.join(root, `contracts/cache/fixtures/out/${file}.sol/${name}.json`), 'utf8');
    return JSON.parse(text);
  }
}
