package io.boxoffice.notification.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.domain.MailKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithdrawMailsTest {

    private final InMemoryDeliveries deliveries = new InMemoryDeliveries();
    private final WithdrawMails withdrawMails = new WithdrawMails(deliveries);

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", ", true"})
    void onlyWhatMayHaveBeenAnOfferIsTakenBack(@Nullable Boolean offer, boolean takenBack) {
        Bookings booking = Bookings.hamlet();
        Bookings later = booking.withVersion(Bookings.VERSION + 1);

        withdrawMails.handle(new BookingFailed(later.snapshot(), BookingFailed.Reason.RELEASED, Mails.NOON, offer));

        assertThat(deliveries.isSuperseded(Mails.of(MailKind.OFFERED, booking))).isEqualTo(takenBack);
    }
}
