import { Controller, Get, Param } from '@nestjs/common';
import { ModelNotFound } from './openai-error.js';
import { Serving } from './serving.js';

interface ModelObject {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
}

/** `GET /v1/models`: the subject that this gateway serves, as a model. */
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly serving: Serving) {}

  @Get()
  list(): { object: 'list'; data: ModelObject[] } {
    return { object: 'list', data: [this.model()] };
  }

  @Get(':model')
  one(@Param('model') model: string): ModelObject {
    if (model !== this.serving.subject) throw new ModelNotFound(model, [this.serving.subject]);
    return this.model();
  }

  private model(): ModelObject {
    const since = this.serving.state?.active?.since.getTime() ?? 0;
    return { id: this.serving.subject, object: 'model', created: Math.floor(since / 1_000), owned_by: 'mandate' };
  }
}
