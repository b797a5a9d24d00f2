import { Module } from '@nestjs/common';
import { PlaygroundController } from './playground.controller.js';

/** A page to try the server out with (docs/playground.md). */
@Module({ controllers: [PlaygroundController] })
export class PlaygroundModule {}
