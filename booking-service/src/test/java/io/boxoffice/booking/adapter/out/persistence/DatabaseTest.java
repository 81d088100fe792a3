package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class DatabaseTest {

    @Inject
    Stage stage;

    @Inject
    Database database;

    @Test
    void anErrorUndoesItsTransactionLikeAnyOtherFailure() {
        ShowId show = stage.show(1, 0);

        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("UPDATE seats SET version = 7 WHERE show_id = " + show.value());
                    }
                    throw new LinkageError("planted");
                }))
                .isInstanceOf(LinkageError.class)
                .hasMessage("planted");
        assertThat(stage.count("SELECT version FROM seats WHERE show_id = " + show.value()))
                .isZero();
    }
}
