import { copyButton } from './copy.js';
import { byId, make } from './dom.js';
import type { Entry } from './entry.js';
import { LANGUAGES, snippet, type Language } from './snippets.js';

/** The request of the last answer as programs, one in each tab (WAI-ARIA's pattern of tabs). */
export class SnippetsView {
  private readonly panel = byId('request', HTMLElement);
  private readonly code = byId('snippet', HTMLElement);
  private readonly block = byId('snippet-panel', HTMLElement);
  private readonly save = byId('snippet-save', HTMLElement);
  private readonly tabs = LANGUAGES.map((language) => this.tab(language));
  private language: Language = 'curl';
  private entry: Entry | undefined;

  constructor() {
    byId('snippet-tabs', HTMLElement).append(...this.tabs);
    byId('snippet-copy', HTMLElement).append(copyButton('Copy', () => this.code.textContent));
    this.select('curl');
  }

  show(entry: Entry): void {
    this.entry = entry;
    this.panel.hidden = !entry.answer;
    this.render();
  }

  private render(): void {
    const { answer, picture } = this.entry ?? {};
    if (!answer || !picture) return;
    const { url, hadKey: hasKey } = answer;
    const { name: fileName, mediaType, publicUrl: pictureUrl, isNew } = picture;
    this.code.textContent = snippet(this.language, { url, mediaType, fileName, pictureUrl, hasKey });
    const link = make('a', { href: picture.url, download: fileName }, `Save ${fileName}`);
    this.save.replaceChildren(
      ...(isNew ? [link, ' first: so far only this page has it. '] : []),
      ...(pictureUrl === undefined && !isNew ? [`Run it in the folder of ${fileName}. `] : []),
      ...(hasKey ? ['The key is not repeated here: put it into the variable TETRAPOD_API_KEY. '] : []),
      'It asks for labels of any confidence, as this page does.',
    );
  }

  private tab(language: Language): HTMLButtonElement {
    const button = make('button', { type: 'button', id: `tab-${language}`, role: 'tab' }, language);
    button.setAttribute('aria-controls', 'snippet-panel');
    button.addEventListener('click', () => {
      this.select(language);
    });
    button.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step === undefined) return;
      const next = (LANGUAGES.indexOf(language) + step + LANGUAGES.length) % LANGUAGES.length;
      this.select(LANGUAGES[next]!);
      this.tabs[next]!.focus();
    });
    return button;
  }

  private select(language: Language): void {
    this.language = language;
    this.tabs.forEach((tab, i) => {
      const isSelected = LANGUAGES[i] === language;
      tab.ariaSelected = String(isSelected);
      tab.tabIndex = isSelected ? 0 : -1;
    });
    this.block.setAttribute('aria-labelledby', `tab-${language}`);
    this.render();
  }
}
