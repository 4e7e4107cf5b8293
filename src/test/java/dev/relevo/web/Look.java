package dev.relevo.web;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;

/**
 * Who sits before the page, and at what.
 *
 * @param language as browsers name it: {@code es-AR}
 */
record Look(int width, int height, boolean dark, String language) {
    static final Look DESK = new Look(1280, 800, false, "en-US");
    static final Look PHONE = new Look(390, 844, false, "en-US");

    Look inTheDark() {
        return new Look(width, height, true, language);
    }

    Look speaking(String other) {
        return new Look(width, height, dark, other);
    }

    NewContextOptions options() {
        return new NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setLocale(language)
                .setHasTouch(this.width < 500);
    }
}
