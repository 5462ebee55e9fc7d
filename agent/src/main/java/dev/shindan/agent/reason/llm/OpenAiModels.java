package dev.shindan.agent.reason.llm;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.http.HttpClient;

/** Chat models behind any endpoint that speaks the OpenAI wire format. */
public final class OpenAiModels {
  private OpenAiModels() {}

  /**
   * Retries are off because they are ours to budget, and HTTP/1.1 is forced because several
   * self-hosted servers lose the body of a request that offers an upgrade to HTTP/2.
   */
  public static ChatModel create(LlmSettings settings) {
    OpenAiChatModel.OpenAiChatModelBuilder builder =
        OpenAiChatModel.builder()
            .baseUrl(settings.baseUrl())
            .modelName(settings.model())
            .timeout(settings.answerTimeout())
            .maxRetries(0)
            .httpClientBuilder(
                JdkHttpClient.builder()
                    .httpClientBuilder(
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)));
    if (!settings.apiKey().isBlank()) {
      builder.apiKey(settings.apiKey());
    }
    settings.temperature().ifPresent(builder::temperature);
    return builder.build();
  }
}
