package io.drover.console;

/**
 * A button of a page.
 *
 * @param isPost whether it acts at once; else it leads to a page that asks first
 */
public record Move(String id, String words, String link, boolean isPost, String style) {

    static Move post(String id, String words, String link, String style) {
        return new Move(id, words, link, true, style);
    }

    static Move page(String id, String words, String link, String style) {
        return new Move(id, words, link, false, style);
    }
}
