package io.drover.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.drover.Installation;
import io.drover.PriceShop;
import io.drover.run.Result;
import io.drover.send.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the console was asked to do in so many words, where it takes a shop with prices of its own: from the click to the rows
 * of the shop. Its neighbours in this folder have the rest, by page.
 */
@ExtendWith({Installation.Shared.class, Browser.Extension.class})
class AcceptanceTest {

    private static final String TASK = "/sites/SHOP/tasks/prices";

    /** As many as leave the guard at rest when one is missing. */
    private static final int PRICES = 40;

    private PriceShop shop;

    @BeforeEach
    void open(Installation drover, @TempDir Path folder) throws Exception {
        shop = new PriceShop(drover, folder, "");
        for (int i = 0; i < PRICES; i++) {
            shop.price("P" + i, "EUR");
        }
        assertThat(shop.send(Mode.ALL).result()).isEqualTo(Result.OK);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    /** New, changed, gone and refused rows. */
    private void changePrices() {
        shop.price("NEW", "EUR");
        shop.price("P1", "USD");
        shop.price("P2", null);
        shop.price("BAD", null);
        shop.erp().sql("delete from price where code = 'P3'").update();
    }

    @Test
    void previewAndSendAgreeOnEveryRow(Browser browser) {
        changePrices();
        List<Map<String, Object>> before = prices();
        Page page = browser.open(shop.server().address(), TASK);

        button(page, "Preview Send All").click();
        assertThat(page.locator("#run-head .lead")).hasText("Preview: nothing was written");
        List<String> foreseen = rowsOf(page);
        assertThat(prices()).isEqualTo(before);

        button(page, "Send All").click();
        page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).click();
        assertThat(page.locator("#run-head .chip")).hasText("OK with refused rows");
        assertThat(rowsOf(page)).isEqualTo(foreseen);
        assertThat(foreseen)
                .extracting(line -> line.split(",", -1)[1] + " " + line.split(",", -1)[2])
                .contains(
                        "code=NEW inserted",
                        "code=P1 updated",
                        "code=P3 removed",
                        "code=P2 refused",
                        "code=BAD refused");
        assertThat(prices()).isNotEqualTo(before);
    }

    @Test
    void oneRefusedRowDoesNotHoldTheOthers(Browser browser) {
        changePrices();
        Page page = browser.open(shop.server().address(), TASK);

        button(page, "Send Changed").click();
        page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).click();
        assertThat(page.locator("#run-head .chip")).hasText("OK with refused rows");
        Locator refused = page.locator("section[aria-labelledby=rows-title] tbody tr")
                .filter(new Locator.FilterOptions().setHasText("refused"));
        assertThat(refused).hasCount(2);
        assertThat(refused.filter(new Locator.FilterOptions().setHasText("code=BAD")))
                .containsText("currency");
        assertThat(currencyOf("NEW")).containsExactly("EUR");
        assertThat(currencyOf("P1")).containsExactly("USD");
        assertThat(currencyOf("P2")).as("stays as it was").containsExactly("EUR");
        assertThat(currencyOf("BAD")).isEmpty();

        shop.price("BAD", "EUR");
        shop.price("P2", "EUR");
        page.navigate(TASK);
        button(page, "Send Changed").click();
        page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).click();
        assertThat(page.locator("#run-head .chip")).hasText("OK");
        assertThat(currencyOf("BAD")).containsExactly("EUR");
    }

    @Test
    void reconnectsAfterServerRestart(Browser browser) throws InterruptedException {
        browser.expectOutage();
        Page page = browser.open(shop.server().address(), "/sites/SHOP");
        assertThat(page.locator("#state .chip")).hasText("Running");
        assertThat(page.locator("#offline")).isHidden();

        shop.server().close();
        assertThat(page.locator("#offline")).isVisible();
        shop = shop.again();
        assertThat(page.locator("#offline")).isHidden();
        shop.send(Mode.CHANGED);
        assertThat(page.locator("#log")).containsText("Prices <b>net</b>, Send Changed: OK.");
        shop.site().stop("another person", "stocktake");
        assertThat(page.locator("#state .chip")).hasText("Stopped");
        assertThat(page.locator("#state q")).hasText("stocktake");
    }

    private List<Map<String, Object>> prices() {
        return shop.shop()
                .sql("select * from public.price order by code")
                .query()
                .listOfRows();
    }

    private List<String> currencyOf(String code) {
        return shop.shop()
                .sql("select currency from public.price where code = ?")
                .param(code)
                .query(String.class)
                .list();
    }

    /** What its CSV says of the rows of a run. */
    private static List<String> rowsOf(Page page) {
        String link = page.locator("#rows-csv").getAttribute("href");
        return page.request().get(link).text().lines().skip(1).toList();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
