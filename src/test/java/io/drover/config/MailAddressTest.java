package io.drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    @Test
    void several_are_separated_by_comma() {
        assertThat(MailAddress.parse(" ops@example.com,buyer@example.com "))
                .containsExactly("ops@example.com", "buyer@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ops", "", "ops@example.com,", "ops@example.com; buyer@example.com", "Ops <ops@example.com>"})
    void what_is_none_is_named(String text) {
        assertThatThrownBy(() -> MailAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is no mail address such as ops@example.com");
    }
}
